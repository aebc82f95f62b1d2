import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startAgent, type Agent } from '@gridsweep/agent';
import type { LogRecord, Sweep, TrialView } from '@gridsweep/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from './exit-code.ts';
import { bundleTrainer, ROOT } from './testing/bundle-trainer.ts';
import { quadraticWorkload } from './testing/quadratic.ts';
import { Service, SILENT } from './testing/service.ts';
import { WorkloadList } from './workload-list.ts';

const TRAINER = join(ROOT, 'apps/cli/dist/testing/quadratic-trainer.js');
const STEPS = 20;
const SPEC = { name: 'slopes', parameters: { lr: { values: [0.1, 2.5] }, steps: { value: STEPS } }, seeds: 2 };
/** After so many steps, a trial of lr 0.1 and seed 0. */
const DISTANCE = 0.9 ** STEPS;

/** What the command line does with sweeps, with a workload that it does not bring. */
describe('a workload of thirty lines, from submit to report', () => {
  let service: Service;
  let path: string;
  let agent: Agent;

  beforeAll(async () => {
    service = await Service.start(new WorkloadList([quadraticWorkload]));
    path = await service.file('slopes.json', SPEC);
    await bundleTrainer('quadratic-trainer', TRAINER);
    agent = startAgent({
      ...{ coordinator: service.address, id: 'only', version: 'test', slots: 2, labels: {}, logger: SILENT },
      trainerPath: TRAINER,
      workloads: [{ name: quadraticWorkload.name, setup: {} }],
    });
  });
  afterAll(async () => {
    await agent.stop();
    await service.close();
  });

  async function trials(): Promise<readonly TrialView[]> {
    return (await service.json<{ readonly trials: readonly TrialView[] }>('status', 'slopes')).trials;
  }

  test('submit --watch trains it and prints the comparison', async () => {
    const { code, out, err } = await service.run('submit', path, '--watch');
    expect(code).toBe(EXIT.ok);
    expect(err).toMatch(/^Submitted: slopes \w+, 4 trials/);
    expect(err).toMatch(/^slopes: lr 0\.1, seed 0: finished, distance from the minimum 0\.1216 metres$/m);
    expect(err).toMatch(/^slopes: lr 2\.5, seed 1: finished, diverged, distance from the minimum \d+ metres$/m);
    expect(err).toContain('slopes: 4 trials = 0 pending + 0 running + 4 finished + 0 failed + 0 cancelled\n');
    expect(out).toMatch(/distance from the minimum/);
  });

  test('status and logs name trials by their index', async () => {
    const { out } = await service.run('status', 'slopes');
    expect(out).toMatch(/^ *0 +lr 0\.1, seed 0 +finished +0\.1216 metres +only +1 /m);
    const lines = (await service.run('logs', 'slopes')).out.trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^\S+Z (info |warn |error) #[0-3] only \S/);
    expect(lines.filter((line) => line.endsWith('#0 only Goes on from 1.'))).toHaveLength(1);
    const one = (await service.run('logs', 'slopes', '--trial', '3', '--json')).out.trimEnd().split('\n');
    const records = one.map((line) => JSON.parse(line) as LogRecord);
    expect(new Set(records.map(({ trialIndex }) => trialIndex))).toEqual(new Set([3]));
    expect(records.map(({ message }) => message)).toContain('Goes on from 2.');
  });

  test('a sweep that no agent can train says why', async () => {
    const there = await service.file('there.json', { ...SPEC, name: 'there', require: { zone: 'a' } });
    const { err } = await service.run('submit', there);
    expect(err).toContain(
      'Waiting: No agent that trains quadratic has the label zone=a; the one there is has no such label.\n',
    );
    expect((await service.run('cancel', 'there')).code).toBe(EXIT.ok);
  });

  const PRINTED = ['table', 'csv', 'json', 'jsonl', 'markdown', 'latex'] as const;
  test.each(PRINTED)('results lists trials and points as %s', async (format) => {
    const results = async (list: string) =>
      (await service.run('results', 'slopes', '--list', list, '--format', format)).out;
    const [listed, points] = [await results('trials'), await results('points')];
    switch (format) {
      case 'table':
        expect(listed).toMatch(/^ *0 +0\.1 +0 +completed/m);
        expect(points.match(/^ *0 .* distance +\d+ .*$/gm)).toHaveLength(STEPS + 1);
        return;
      case 'markdown':
        expect(listed.match(/^\| [0-3] \| /gm)).toHaveLength(4);
        expect(points.match(/^\| [0-3] \| .*distance/gm)).toHaveLength(4 * (STEPS + 1));
        return;
      case 'latex':
        expect(listed.match(/^ {2}[0-3] & /gm)).toHaveLength(4);
        expect(points.match(/^ {2}[0-3] & .*distance/gm)).toHaveLength(4 * (STEPS + 1));
        return;
      case 'csv':
        expect(listed.trimEnd().split('\n')).toHaveLength(1 + 4);
        expect(points.trimEnd().split('\n')).toHaveLength(1 + 4 * (STEPS + 1));
        return;
      case 'json':
      case 'jsonl': {
        const rows = (text: string, name: string) =>
          format === 'jsonl'
            ? text
                .trimEnd()
                .split('\n')
                .map((line) => JSON.parse(line) as Record<string, unknown>)
            : (JSON.parse(text) as Record<string, Record<string, unknown>[]>)[name]!;
        expect(rows(listed, 'trials')).toMatchObject([{ index: 0, lr: 0.1, seed: 0 }, {}, {}, { seed: 1, lr: 2.5 }]);
        const first = rows(points, 'points').filter(({ index }) => index === 0);
        expect(first).toHaveLength(STEPS + 1);
        expect(first.at(-1)).toMatchObject({ step: STEPS, value: expect.closeTo(DISTANCE, 12) as number });
      }
    }
  });

  test('extend adds seeds and values; what is there stays as it is', async () => {
    const before = await trials();
    const nothing = await service.run('extend', 'slopes', path);
    expect(nothing.out).toMatch(/^Nothing was added to slopes \w+: 4 trials = /);
    const seeds = await service.json<{ sweep: Sweep; added: number }>('extend', 'slopes', '--seeds', '3');
    expect(seeds).toMatchObject({ added: 2, sweep: { id: before[0]!.sweepId, state: 'active', counts: { total: 6 } } });
    expect((await service.run('watch', 'slopes')).code).toBe(EXIT.ok);
    const parameters = { ...SPEC.parameters, lr: { values: [0.5, 0.1, 2.5] } };
    const more = await service.run(
      'extend',
      'slopes',
      await service.file('more.json', { ...SPEC, parameters, seeds: 3 }),
    );
    expect(more.out).toMatch(/^3 trials were added to slopes \w+: 9 trials = 3 pending \+ 0 running \+ 6 finished/);
    expect((await service.run('watch', 'slopes')).code).toBe(EXIT.ok);

    const after = await trials();
    expect(after.slice(0, 4)).toEqual(before);
    expect(after.map(({ parameters: { lr }, seed, attempts }) => [lr, seed, attempts]).slice(4)).toEqual([
      ...[
        [0.1, 2, 1],
        [2.5, 2, 1],
      ],
      ...[
        [0.5, 0, 1],
        [0.5, 1, 1],
        [0.5, 2, 1],
      ],
    ]);
  });

  test('extend drops nothing, and wants to be told what to add', async () => {
    const parameters = { ...SPEC.parameters, lr: { values: [0.1] } };
    const fewer = await service.run(
      'extend',
      'slopes',
      await service.file('fewer.json', { ...SPEC, parameters, seeds: 3 }),
    );
    expect(fewer.err).toMatch(
      /^error: The sweep \w+ cannot be extended so: the new specification lacks 6 trials that it has/,
    );
    expect(fewer.code).toBe(EXIT.error);
    const seeds = await service.run('extend', 'slopes', '--seeds', '1');
    expect(seeds.err).toMatch(
      /^error: --seeds is 1, but the sweep has 3 already; extend only adds\. Expected at least 3\.\n$/,
    );
    for (const args of [[], [path, '--seeds', '4']]) {
      const { code, err } = await service.run('extend', 'slopes', ...args);
      expect({ code, err }).toEqual({
        code: EXIT.usage,
        err: 'error: Give either the changed sweep file or --seeds, what the sweep is to have.\n',
      });
    }
    expect(await trials()).toHaveLength(9);
  });

  test('report writes the page, with the metric as the workload declares it', async () => {
    const folder = join(service.folder, 'report');
    const { code, out } = await service.run('report', 'slopes', '-o', folder);
    expect({ code, out }).toEqual({ code: EXIT.ok, out: expect.stringMatching(/Open .*index\.html\n$/) as string });
    expect(await readdir(folder)).toContain('index.html');
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toContain('distance from the minimum (metres)');
  });

  test.each([
    ['file', 'is or lies in a file; name a folder.'],
    ['file/below', 'is or lies in a file; name a folder.'],
    ['/proc/report', 'cannot be made: nothing can be there.'],
  ])('report -o %s says in one sentence that it cannot', async (output, sentence) => {
    await service.file('file', '');
    const folder = output.startsWith('/') ? output : join(service.folder, output);
    const { code, out, err } = await service.run('report', 'slopes', '-o', folder);
    expect({ code, out }).toEqual({ code: EXIT.usage, out: '' });
    expect(err).toMatch(new RegExp(`^error: The report's folder ${folder} ${sentence}[^\\n]*\\n$`));
  });
});
