import { readdir, readFile } from 'node:fs/promises';
import { GridsweepError } from '@gridsweep/sweep';
import { expect, test } from 'vitest';

import { attempt, runToEnd, testFolder, TestRun, until, writeFiles } from './attempt.fixture.ts';

const report = (json: string) => `echo '${json}' >> "$GRIDSWEEP_METRICS_FILE"`;

test('reports by file and by print, everything else is its log', async () => {
  const { points, log, end, events } = await runToEnd({
    script: `
      echo starting; echo oops >&2
      ${report('{"step":1,"train/loss":1.5,"epoch":0.5}')}
      echo '@gridsweep {"step":2,"test/accuracy":0.25}'
      echo ending`,
  });
  expect(end).toEqual({ type: 'finished', outcome: 'completed' });
  expect(points).toEqual(
    expect.arrayContaining([
      { name: 'train/loss', step: 1, epoch: 0.5, value: 1.5 },
      { name: 'test/accuracy', step: 2, value: 0.25 },
    ]),
  );
  expect(log.toSorted()).toEqual(['ending', 'oops', 'starting']);
  expect(events).toContainEqual(expect.objectContaining({ type: 'progress', step: 2 }));
});

test('tells the command its parameters, seed and ids, by arguments, environment and file', async () => {
  const { log, end } = await runToEnd({
    settings: {
      command: [
        'node',
        '-e',
        `const { env } = process;
         const { readFileSync } = require('node:fs');
         console.log(JSON.stringify({
           argv: process.argv.slice(1),
           params: JSON.parse(env.GRIDSWEEP_PARAMS),
           file: JSON.parse(readFileSync(env.GRIDSWEEP_PARAMS_FILE, 'utf8')),
           ids: [env.GRIDSWEEP_SEED, env.GRIDSWEEP_TRIAL, env.GRIDSWEEP_CELL, env.GRIDSWEEP_SWEEP, env.GRIDSWEEP_ATTEMPT],
           resume: env.GRIDSWEEP_RESUME ?? null,
           inside: env.TMPDIR.startsWith(require('node:path').dirname(process.cwd())),
         }));`,
        '--',
        '${args}',
        'seed-${seed}',
      ],
    },
    trial: { parameters: { 'optimizer.lr': 0.001, 'optimizer.name': 'adam', nesterov: true }, attempt: 3 },
  });
  expect(end.type).toBe('finished');
  const params = { optimizer: { lr: 0.001, name: 'adam' }, nesterov: true };
  expect(JSON.parse(log[0]!)).toEqual({
    argv: ['--optimizer.lr=0.001', '--optimizer.name=adam', '--nesterov=true', 'seed-7'],
    params,
    file: params,
    ids: ['7', 'trial-1', 'cell-1', 'sweep-1', '3'],
    resume: null,
    inside: true,
  });
});

test("runs in a copy of the sweep's code, which it may change", async () => {
  const codeFolder = await testFolder();
  await writeFiles(codeFolder, {
    'train.sh': '#!/bin/sh\ncat inner/data.txt; echo changed > inner/data.txt; cat inner/data.txt\n',
    'inner/data.txt': 'as packed\n',
  });
  for (let times = 0; times < 2; times++) {
    const { log, end } = await runToEnd({ settings: { command: ['./train.sh'] }, trial: { codeFolder } });
    expect([end.type, ...log]).toEqual(['finished', 'as packed', 'changed']);
  }
});

test('programs can open their outputs again, as in any shell', async () => {
  const { log, end } = await runToEnd({ script: 'echo one > /dev/stderr; echo two | tee /dev/stderr > /dev/null' });
  expect([end.type, ...log]).toEqual(['finished', 'one', 'two']);
});

test.each([
  [
    'exit 75',
    {
      type: 'failed',
      kind: 'crash',
      detail: 'The command handed its trial back (exit status 75) and had kept no checkpoint. It printed nothing.',
    },
  ],
  [
    `mkdir "$GRIDSWEEP_CHECKPOINT_DIR/step-1"; ${report('{"checkpoint":"step-1","step":1}')}; exit 75`,
    { type: 'drained' },
  ],
  [
    'echo wrong; exit 78',
    {
      type: 'failed',
      kind: 'bad-config',
      detail:
        'The command ended with exit status 78, which says that its configuration is wrong. Its last lines:\nwrong',
    },
  ],
  ['exit 3', { type: 'failed', kind: 'crash', detail: 'The command ended with exit status 3. It printed nothing.' }],
  [
    'kill -s KILL $$',
    { type: 'failed', kind: 'crash', detail: 'The command was ended by SIGKILL. It printed nothing.' },
  ],
  [
    'echo "RuntimeError: CUDA out of memory. Tried to allocate 2 GiB"; exit 1',
    { type: 'failed', kind: 'out-of-memory', detail: expect.stringContaining('CUDA out of memory') as string },
  ],
  [report('{"step":1,"loss":NaN}'), { type: 'finished', outcome: 'diverged' }],
  [
    `${report('{"step":1,"grad":"Infinity"}')}; ${report('{"step":2,"grad":1}')}`,
    { type: 'finished', outcome: 'completed' },
  ],
])('%s ends the trial as %j', async (script, expected) => {
  const { end } = await runToEnd({ script });
  expect(end).toEqual(expected);
});

test.each([
  [['no-such-program'], 'invalid', 'there is no program "no-such-program" on the PATH'],
  [['./train.sh'], 'invalid', '"./train.sh" is not an executable file (chmod +x makes it one)'],
  [['./script'], 'invalid', 'there is no program "./script", or the interpreter'],
  [['echo', '${envvar:SECRET}'], 'invalid', 'start it with --pass-env SECRET'],
  [['echo', '${param:momentum}'], 'invalid', 'this trial has no parameter momentum'],
  [['echo', '${foo}'], 'invalid', 'unknown macro ${foo}'],
  [[], 'invalid', 'got []'],
])('%j cannot be started', async (command, code, message) => {
  const codeFolder = await testFolder();
  await writeFiles(codeFolder, { 'train.sh': 'echo no first line', script: '#!/no/such/interpreter\n' });
  const thrown = await runToEnd({ settings: { command }, trial: { codeFolder } }).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(GridsweepError);
  expect(thrown).toMatchObject({ code, message: expect.stringContaining(message) as string });
});

test('with only a program named, W&B has the command; a program that env(1) does not find is a bad configuration', async () => {
  const missing = await runToEnd({ settings: { command: ['${env}', 'no-such-program', '${args}'] } });
  expect(missing.end).toMatchObject({
    type: 'failed',
    kind: 'bad-config',
    detail: expect.stringMatching(/program (was not found|cannot be run) \(exit status 12[67]\)/) as string,
  });
});

test('[python] the default command is python3 with the program and its arguments', async () => {
  const codeFolder = await testFolder();
  await writeFiles(codeFolder, {
    'train.py': 'import sys\nprint(sys.argv)\nprint(\'@gridsweep {"step": 1, "loss": \' + str(float("nan")) + "}")',
  });
  const { log, end } = await runToEnd({ settings: { program: 'train.py' }, trial: { codeFolder } });
  expect(log).toEqual(["['train.py', '--lr=0.01']"]);
  expect(end).toEqual({ type: 'finished', outcome: 'diverged' });
});

test('nothing of the agent that is not named reaches the command', async () => {
  process.env['AGENT_SECRET'] = 'hidden';
  process.env['HF_HOME'] = '/models';
  process.env['NVIDIA_API_KEY'] = 'hidden';
  process.env['NVIDIA_VISIBLE_DEVICES'] = '3';
  const { log } = await runToEnd({ script: 'env', setup: { passEnv: ['HF_*'] } });
  const names = log.map((line) => line.split('=', 1)[0]!);
  expect(names).toEqual(expect.arrayContaining(['PATH', 'HF_HOME', 'NVIDIA_VISIBLE_DEVICES', 'TMPDIR']));
  expect(log.join('\n')).not.toContain('hidden');
});

test('a bad line is a warning that says where and what would be accepted, and loses nothing else', async () => {
  const { points, warnings, end } = await runToEnd({
    script: `
      ${report('{"step":1,"loss":1,"phase":"train"}')}
      ${report('loss=0.5')}
      ${report('{"loss":0.5}')}
      ${report('{"step":2,"loss":0.5,"phase":"train"}')}
      echo '@gridsweep {"step":-1,"loss":3}'
      printf '{"step":3,"loss":0.25}' >> "$GRIDSWEEP_METRICS_FILE"`,
  });
  expect(end.type).toBe('finished');
  expect(points.map(({ step, value }) => [step, value])).toEqual([
    [1, 1],
    [2, 0.5],
    [3, 0.25],
  ]);
  expect(warnings).toHaveLength(4);
  expect(warnings).toEqual(
    expect.arrayContaining([
      'In line 1 of its metrics file, "phase" is "train", not a number; it is left out, there and in what follows.',
      expect.stringMatching(/^Line 2 of its metrics file is not JSON; expected such as \{"step":200/),
      expect.stringMatching(/^Line 3 of its metrics file has no step; /),
      expect.stringMatching(/^Line 1 of its output has the step -1, which is not a whole number/),
    ]),
  );
});

test('too many points end the trial with a sentence', async () => {
  const { points, end } = await runToEnd({
    script: `i=0; while :; do i=$((i+1)); echo "{\\"step\\":$i,\\"a\\":1,\\"b\\":2}"; done >> "$GRIDSWEEP_METRICS_FILE"`,
    setup: { maxPoints: 1_000 },
  });
  expect(points.length).toBeLessThanOrEqual(1_000);
  expect(end).toEqual({
    type: 'failed',
    kind: 'bad-config',
    detail: 'The command has reported more than 1000 points; let it report less often or fewer metrics.',
  });
});

test('I6: while nobody takes its events, a command that prints reports waits', async () => {
  const scratchFolder = await testFolder();
  const run = new TestRun();
  const script = `i=0; while :; do i=$((i+1)); echo "@gridsweep {\\"step\\":$i,\\"a\\":1}"; echo $i > ../count; done`;
  const events = attempt({ script, scratchFolder }, run);
  await events.next();
  const [inner] = await readdir(scratchFolder);
  const count = async () => Number(await readFile(`${scratchFolder}/${inner}/count`, 'utf8'));
  // It waits as soon as the pipe (64 KiB) and our buffer are full.
  let before = -1;
  await until(async () => {
    const last = before;
    await new Promise((resolve) => setTimeout(resolve, 200));
    before = await count();
    return before === last;
  });
  expect(before).toBeLessThan(20_000);
  await events.return();
  expect(await readdir(scratchFolder)).toEqual([]);
});
