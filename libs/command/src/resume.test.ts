import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GridsweepError, type CheckpointContent } from '@gridsweep/sweep';
import { expect, test } from 'vitest';
import { runToEnd, testFolder, TestRun, writeFiles, type RunOptions } from './attempt.fixture.ts';
import { TRAINING, TRAINING_SETTINGS } from './training.fixture.ts';

async function training(parameters: Record<string, number | string>, options: RunOptions = {}) {
  const codeFolder = await testFolder();
  await writeFiles(codeFolder, { 'train.js': TRAINING });
  const trial = { codeFolder, parameters: { lr: 0.01, ...parameters }, ...options.trial };
  return runToEnd({ ...options, settings: TRAINING_SETTINGS, trial });
}

const step = (parameters: number) =>
  `mkdir "$GRIDSWEEP_CHECKPOINT_DIR/step-${parameters}"; cd "$GRIDSWEEP_CHECKPOINT_DIR/step-${parameters}"`;
const tell = (at: number) => `echo '{"checkpoint":"step-${at}","step":${at}}' >> "$GRIDSWEEP_METRICS_FILE"`;

test('I5: stopped, killed and resumed, the points are those of an undisturbed run', async () => {
  const undisturbed = await training({ steps: 40, every: 10 });
  expect(undisturbed.end).toEqual({ type: 'finished', outcome: 'completed' });

  const stopped = new TestRun();
  const first = await training(
    { steps: 40, every: 10, hold_at: 15 },
    { run: stopped, onEvent: () => (stopped.points.length >= 15 ? stopped.drained.abort() : undefined) },
  );
  expect(first.end).toEqual({ type: 'drained' });
  expect(first.checkpoints.map(({ step }) => step)).toEqual([10, 15]);
  const crashed = await training(
    { steps: 40, every: 10, crash_at: 25 },
    { checkpoint: first.checkpoints.at(-1)!.content },
  );
  expect(crashed.end).toMatchObject({ type: 'failed', kind: 'crash' });
  expect(crashed.checkpoints.at(-1)!.step).toBe(20);
  const last = await training(
    { steps: 40, every: 10, crash_at: 25 },
    { checkpoint: crashed.checkpoints.at(-1)!.content, trial: { attempt: 2 } },
  );
  expect(last.end.type).toBe('finished');

  // A point that comes twice is stored once (I3): the first.
  const points = new Map<number, number>();
  for (const { step, value } of [...first.points, ...crashed.points, ...last.points]) {
    if (!points.has(step)) points.set(step, value);
  }
  expect([...points]).toEqual(undisturbed.points.map(({ step, value }) => [step, value]));
});

test('what was reported before a checkpoint comes before its event, whose content is a file with its size and hash', async () => {
  const { events, checkpoints } = await training({ steps: 20, every: 10 });
  const order = events.flatMap((event) => {
    if (event.type === 'metrics') return event.points.map(({ step }) => `point ${step}`);
    return event.type === 'checkpoint' ? [`checkpoint ${event.step}`] : [];
  });
  const steps = (from: number) => Array.from({ length: 10 }, (_, at) => `point ${from + at}`);
  expect(order).toEqual([...steps(1), 'checkpoint 10', ...steps(11), 'checkpoint 20']);
  const { content } = checkpoints[0]!;
  expect((await stat(content.path)).size).toBe(content.sizeBytes);

  expect(
    createHash('sha256')
      .update(await readFile(content.path))
      .digest('hex'),
  ).toBe(content.sha256);
});

test('a checkpoint comes back as it was: files, folders, empty ones, what can be run; and as bytes too', async () => {
  const { checkpoints } = await runToEnd({
    script: `${step(3)}; mkdir -p inner/empty; printf 'a\\0b' > inner/data; printf '#!/bin/sh\\necho ran' > run; chmod +x run; ${tell(3)}`,
  });
  const { content } = checkpoints[0]!;
  const bytes = new Uint8Array(await readFile(content.path));
  const script =
    'cd "$GRIDSWEEP_CHECKPOINT_DIR"; echo "$GRIDSWEEP_RESUME"; find . | LC_ALL=C sort; od -An -c step-3/inner/data; step-3/run';
  for (const checkpoint of [bytes, content]) {
    const { log } = await runToEnd({ script, checkpoint });
    expect(log).toEqual([
      '1',
      '.',
      './step-3',
      './step-3/inner',
      './step-3/inner/data',
      './step-3/inner/empty',
      './step-3/run',
      '   a  \\0   b',
      'ran',
    ]);
  }
  // It belonged to the attempt that it was given to.
  await expect(stat(content.path)).rejects.toThrow('ENOENT');
});

test('the newest two stay in the folder of the command, the restored one among them', async () => {
  const first = await runToEnd({ script: `${step(1)}; echo 1 > data; ${tell(1)}` });
  const { log } = await runToEnd({
    checkpoint: first.checkpoints[0]!.content,
    script: `
      for n in 2 3 4; do
        mkdir "$GRIDSWEEP_CHECKPOINT_DIR/step-$n"; echo '{"checkpoint":"step-'$n'","step":'$n'}' >> "$GRIDSWEEP_METRICS_FILE"
        while ls -d "$GRIDSWEEP_CHECKPOINT_DIR/step-$((n - 2))" 2> /dev/null; do sleep 0.05; done > /dev/null
        ls "$GRIDSWEEP_CHECKPOINT_DIR" | tr '\\n' ' '; echo
      done`,
  });
  expect(log).toEqual(['step-1 step-2', 'step-2 step-3', 'step-3 step-4']);
});

test('a checkpoint above the limit is not kept, and a warning says once what helps', async () => {
  const { checkpoints, warnings, end } = await runToEnd({
    script: `${step(1)}; head -c 3000000 /dev/zero > data; ${tell(1)}; ${step(2)}; head -c 3000000 /dev/zero > data; ${tell(2)}`,
    setup: { maxCheckpointBytes: 1_000_000 },
  });
  expect(end.type).toBe('finished');
  expect(checkpoints).toEqual([]);
  expect(warnings).toEqual([
    'The checkpoint step-1 takes 2.9 MiB and is not kept, as those above 1.0 MiB are not sent. Start the agent with --max-checkpoint-bytes 3002368 or more, or with --shared-dir and a folder that all agents have.',
  ]);
});

test('above the limit, the folder that agents share has the newest two, until the trial has finished', async () => {
  const sharedFolder = await testFolder();
  const setup = { maxCheckpointBytes: 1_000_000, sharedFolder };
  const save = (at: number) => `${step(at)}; yes ${at} | head -c 3000000 > data; ${tell(at)}`;
  const { checkpoints, warnings } = await runToEnd({ script: `${save(1)}; ${save(2)}; ${save(3)}; exit 1`, setup });
  expect(warnings).toEqual([]);
  expect(checkpoints.map(({ content }) => content.sizeBytes < 4_000)).toEqual([true, true, true]);
  expect((await readdir(join(sharedFolder, 'sweep-1', 'trial-1'))).toSorted()).toEqual(['step-2.tar', 'step-3.tar']);

  const script = 'head -c 4 "$GRIDSWEEP_CHECKPOINT_DIR"/*/data';
  const newest = checkpoints[2]!.content;
  const bytes = new Uint8Array(await readFile(newest.path));
  const alone = await runToEnd({ script, checkpoint: bytes }).catch((thrown: unknown) => thrown);
  expect(alone).toMatchObject({ code: 'checkpoint', message: expect.stringContaining('--shared-dir') as string });

  const resumed = await runToEnd({ script, setup, checkpoint: newest });
  expect(resumed.log).toEqual(['3', '3']);
  expect(await readdir(sharedFolder)).toEqual([]);

  const gone = await runToEnd({ script, setup, checkpoint: bytes }).catch((thrown: unknown) => thrown);
  expect(gone).toMatchObject({ code: 'checkpoint' });
});

test.each([
  ['nothing', new Uint8Array()],
  ['something else', new Uint8Array(2048).fill(7)],
  ['an empty tar file', new Uint8Array(1024)],
])(
  'a checkpoint that is %s cannot be used, which is said before anything starts',
  async (_, checkpoint: CheckpointContent) => {
    const marker = join(await testFolder(), 'started');
    const thrown = await runToEnd({ script: `touch ${marker}`, checkpoint }).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(GridsweepError);
    expect(thrown).toMatchObject({
      code: 'checkpoint',
      message: expect.stringMatching(/^The checkpoint cannot be used: /) as string,
    });
    await expect(stat(marker)).rejects.toThrow('ENOENT');
  },
);

test('a checkpoint that was cut off or changed on its way cannot be used', async () => {
  const scratchFolder = await testFolder();
  const { checkpoints } = await runToEnd({ scratchFolder, script: `${step(1)}; echo 1 > data; ${tell(1)}` });
  const { content } = checkpoints[0]!;
  const bytes = await readFile(content.path);
  const path = join(await testFolder(), 'cut.tar');
  for (const change of [bytes.subarray(0, 1100), Buffer.concat([bytes, Buffer.alloc(512)])]) {
    await writeFile(path, change);
    const thrown = await runToEnd({ script: 'exit 1', checkpoint: { ...content, path } }).catch(
      (error: unknown) => error,
    );
    expect(thrown).toMatchObject({ code: 'checkpoint' });
  }
});

test('a checkpoint that is reported but not there is a warning', async () => {
  const { warnings, end } = await runToEnd({ script: tell(7) });
  expect(end.type).toBe('finished');
  expect(warnings).toEqual([
    'The checkpoint step-7 is not kept: it is not in $GRIDSWEEP_CHECKPOINT_DIR, or not any more. Rename the folder to step-7 before you report it.',
  ]);
});
