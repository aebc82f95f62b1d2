import { expect, test } from 'vitest';
import { runToEnd, testFolder, TestRun } from './attempt.fixture.ts';

/** The most memory of this process while something runs, above what it had before. */
async function memoryGrowth<T>(work: () => Promise<T>): Promise<{ result: T; mebibytes: number; seconds: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const started = performance.now();
  try {
    const result = await work();
    return { result, mebibytes: (most - before) / 2 ** 20, seconds: (performance.now() - started) / 1000 };
  } finally {
    clearInterval(timer);
  }
}

test.each([
  ['in lines', `yes 'epoch 1 of 3: a line like many others' | head -c 1000000000`],
  ['without any newline', `head -c 1000000000 /dev/zero | tr '\\0' x`],
  ['overwriting its line', `yes '50 %' | tr '\\n' '\\r' | head -c 1000000000`],
])(
  'a command that prints 1 GB %s: memory is bounded, its log too, and it ends well',
  { timeout: 180_000 },
  async (_, script) => {
    const { result, mebibytes, seconds } = await memoryGrowth(() =>
      runToEnd({ script: `${script}; echo; echo the end` }),
    );
    expect(result.end).toEqual({ type: 'finished', outcome: 'completed' });
    expect(result.log.length).toBeLessThan(200 + 60 * (seconds + 2));
    expect(Math.max(...result.log.map((line) => line.length))).toBeLessThanOrEqual(4_020);
    expect(mebibytes).toBeLessThan(150);
  },
);

test('a command that prints binary: its log is clean text', async () => {
  const { log, end, warnings } = await runToEnd({
    script:
      'head -c 20000000 /dev/urandom; printf "\\n\\033[31mred\\033[0m \\033]0;title\\007end\\n"; sleep 1; echo; echo last',
  });
  expect(end.type).toBe('finished');
  expect(log.at(-1)).toBe('last');
  expect(log.join('')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(warnings.every((line) => /left out|is not JSON/.test(line))).toBe(true);
});

test.each([
  ['in another session', 'setsid sleep 1000 &'],
  ['in another session, without its outputs', 'setsid sleep 1000 > /dev/null 2>&1 &'],
  ['without its environment', 'env -i setsid sleep 1000 > /dev/null 2>&1 &'],
  ['as a daemon of a daemon', '(setsid sh -c "(cd /; sleep 1000) & sleep 1000" > /dev/null 2>&1 &) &'],
])('a command that leaves a process behind %s: it is ended, and the result stands', async (_, script) => {
  const scratchFolder = await testFolder();
  const { end, warnings } = await runToEnd({ script: `${script} sleep 0.2; exit 0`, scratchFolder });
  expect(end.type).toBe('finished');
  expect(warnings).toEqual([expect.stringMatching(/^The command has left (a process|\d processes) behind/)]);
});

test('a command that ignores SIGTERM, and what it has started, are killed in the time it was given', async () => {
  const run = new TestRun();
  const started = performance.now();
  const { end, log } = await runToEnd({
    script: `trap '' TERM; setsid sh -c "trap '' TERM; sleep 1000" & echo ready; while :; do sleep 1; done`,
    setup: { stopWithinMs: 300 },
    run,
    onEvent: (event) => (event.type === 'log' ? run.drained.abort() : undefined),
  });
  expect(end).toEqual({ type: 'drained' });
  expect(log).toEqual(['ready']);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('a command that reports 10 million points fails alone, with bounded memory', async () => {
  const script = `
    const { appendFileSync } = require('node:fs');
    for (let step = 0; step < 10_000_000; ) {
      let lines = '';
      for (let more = 0; more < 10_000; more++) lines += '{"step":' + step++ + ',"train/loss":1.71}\\n';
      appendFileSync(process.env.GRIDSWEEP_METRICS_FILE, lines);
    }`;
  let points = 0;
  const { result, mebibytes } = await memoryGrowth(() =>
    runToEnd({
      settings: { command: ['node', '-e', script] },
      onEvent: (event, run) => {
        if (event.type === 'metrics') points += event.points.length;
        run.events.length = 0;
      },
    }),
  );
  expect(points).toBeGreaterThan(990_000);
  expect(points).toBeLessThanOrEqual(1_000_000);
  expect(result.end).toMatchObject({
    type: 'failed',
    kind: 'bad-config',
    detail: expect.stringContaining('more than 1000000 points') as string,
  });
  expect(mebibytes).toBeLessThan(200);
});

test('a command that writes more than its folder may hold fails alone', async () => {
  const { end } = await runToEnd({
    script: 'mkdir deep; head -c 30000000 /dev/zero > deep/file; echo written; sleep 1000',
    setup: { maxFolderBytes: 20_000_000 },
  });
  expect(end).toMatchObject({ type: 'failed', kind: 'bad-config' });
  expect(end).toHaveProperty(
    'detail',
    expect.stringMatching(/^The command has written 28\.\d MiB into its folders, and 19\.1 MiB are allowed/),
  );
});

test('a command is stopped before the disk is full', async () => {
  const { end } = await runToEnd({ script: 'sleep 1000', setup: { reserveBytes: Number.MAX_SAFE_INTEGER } });
  expect(end).toMatchObject({
    type: 'failed',
    kind: 'crash',
    detail: expect.stringMatching(/^The disk is full/) as string,
  });
});

test.each([
  ['a link', 'ln -s /etc/passwd tmp/inner', '"inner" is a symbolic link.'],
  ['a FIFO', 'mkfifo tmp/inner', '"inner" is neither a file nor a folder.'],
  ['a link to itself', 'ln -s . tmp/inner', '"inner" is a symbolic link.'],
])('a checkpoint with %s fails the trial alone, with a sentence', async (_, make, message) => {
  const { end, checkpoints } = await runToEnd({
    script: `cd "$GRIDSWEEP_CHECKPOINT_DIR"; mkdir tmp; ${make}; mv tmp step-5
      echo '@gridsweep {"checkpoint":"step-5","step":5}'; sleep 1000`,
  });
  expect(checkpoints).toEqual([]);
  expect(end).toEqual({
    type: 'failed',
    kind: 'bad-config',
    detail: `The checkpoint step-5 cannot be kept: ${message}`,
  });
});

test.each(['../../escape', '/etc', 'step-5/../../..', 'step-05', 'step-6', '.', ''])(
  'a checkpoint named %j fails the trial alone, with a sentence',
  async (name) => {
    const { end } = await runToEnd({
      script: `echo '@gridsweep ${JSON.stringify({ checkpoint: name, step: 5 })}'; sleep 1000`,
    });
    expect(end).toEqual({
      type: 'failed',
      kind: 'bad-config',
      detail: `The command has reported the checkpoint ${JSON.stringify(name)} of step 5; its folder must be named step-5.`,
    });
  },
);

test('a checkpoint that is itself a link fails the trial alone', async () => {
  const { end } = await runToEnd({
    script: `ln -s /etc "$GRIDSWEEP_CHECKPOINT_DIR/step-5"; echo '@gridsweep {"checkpoint":"step-5","step":5}'; sleep 1000`,
  });
  expect(end).toMatchObject({
    type: 'failed',
    kind: 'bad-config',
    detail: expect.stringContaining('it must be a folder') as string,
  });
});

test('a command that removes its own folders fails or ends as it does, and nothing is left', async () => {
  const { end } = await runToEnd({ script: 'rm -rf "$GRIDSWEEP_CHECKPOINT_DIR/.."; exit 3' });
  expect(end).toMatchObject({ type: 'failed', kind: 'crash' });
});

test('a command that makes its folders unreadable leaves nothing behind', async () => {
  const { end } = await runToEnd({ script: 'mkdir -p a/b; touch a/b/c; chmod 000 a/b a' });
  expect(end.type).toBe('finished');
});
