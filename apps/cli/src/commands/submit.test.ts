import { stripVTControlCharacters } from 'node:util';
import type { Sweep } from '@gridsweep/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Processes } from '../testing/program.ts';
import { Service } from '../testing/service.ts';

const SPEC = {
  name: 'rates',
  parameters: { optimizer: { values: ['sgd', 'adam'] }, lr: { values: [0.1, 0.01] }, epochs: { value: 1 } },
};
const NO_AGENT = 'No agent is connected; start one with: gridsweep agent';
const SIZE = { columns: 100, rows: 30 };

let service: Service;
beforeAll(async () => {
  service = await Service.start();
});
afterAll(() => service.close());

describe('a sweep that nobody trains', () => {
  let path: string;
  beforeAll(async () => {
    path = await service.file('rates.json', SPEC);
  });

  test('submit waits for a coordinator that is being started', async () => {
    const restart = await service.stop();
    const submitting = service.start(['submit', path]);
    await submitting.printed(
      /^Waiting for a coordinator at 127\.0\.0\.1:\d+ \(start one with: gridsweep coordinator\) …$/m,
    );
    await restart();
    const { code, out } = await submitting.ended;
    expect(code).toBe(0);
    expect(out).toMatch(/^Submitted: rates \w+, 4 trials = 4 pending/);
    expect(await service.client.sweeps.list()).toHaveLength(1);
  });

  test('submit, status and watch say what it waits for, watch as a line and below the bars', async () => {
    const { out, err } = await service.run('submit', path);
    expect(out).toMatch(/^Submitted before \(--new makes another\): rates/);
    expect(err).toContain(`Waiting: ${NO_AGENT}\n`);
    expect((await service.run('status', 'rates')).out).toContain(`\nWaiting: ${NO_AGENT}\n`);
    expect(await service.json('status', 'rates')).toMatchObject({ sweep: { waitingFor: NO_AGENT } });

    const lines = service.start(['watch', 'rates']);
    await lines.printed(/waiting:/);
    // Into a file goes what happens, a line each.
    expect(lines.written).toEqual({ out: `rates: waiting: ${NO_AGENT}\n`, err: '' });
    const bars = service.start(['submit', path, '--watch'], SIZE);
    await bars.printed(/waiting:/);
    expect(bars.written.err).toMatch(new RegExp(`pending.*\\n.*  waiting: ${NO_AGENT}`));
    expect(bars.written.out).toBe('');
    for (const line of [lines, bars]) {
      line.interrupt();
      expect((await line.ended).code).toBe(130);
    }
  });

  test('the same name with another specification is told with the differences', async () => {
    const [first] = await service.client.sweeps.list();
    const parameters = { ...SPEC.parameters, lr: { values: [0.1, 0.01, 0.001] } };
    const changed = await service.file('changed.json', { ...SPEC, parameters, seeds: 2 });
    const { code, out, err } = await service.run('submit', changed);
    expect(code).toBe(0);
    expect(out).toMatch(/^Submitted: rates \w+, 12 trials/);
    expect(err).toContain(
      `It is another sweep than rates ${first!.id}, which differs:\n` +
        '  parameters.lr: 0.001 added\n' +
        '  seeds: 1 → 2\n' +
        `To add to that one instead: gridsweep extend ${first!.id} FILE\n`,
    );
    expect((await service.run('submit', changed)).err).not.toContain('It is another sweep');

    const fewer = await service.file('fewer.json', { ...SPEC, parameters: { ...parameters, lr: { values: [0.1] } } });
    const { err: told } = await service.run('submit', fewer);
    expect(told).toContain('  parameters.lr: 0.01, 0.001 removed\n');
    expect(told).not.toContain('gridsweep extend');
  });

  test('a cancelled sweep: retry says how to get its trials back', async () => {
    const { id } = (await service.json<{ sweep: Sweep }>('submit', path)).sweep;
    expect((await service.run('cancel', id)).code).toBe(0);
    const { out } = await service.run('retry', id);
    expect(out).toMatch(/^0 trials are tried again\. .* 4 were cancelled; --cancelled tries them again, too\.\n$/);
    const again = await service.run('retry', id, '--cancelled');
    expect(again.out).toMatch(/^4 trials are tried again\. rates \w+: 4 trials = 4 pending [^;]*$/);
  });
});

describe('a dry run of 100,000 trials', () => {
  let processes: Processes;
  let path: string;
  beforeAll(async () => {
    processes = await Processes.create();
    const values = Array.from({ length: 500 }, (_, at) => (at + 1) / 1e5);
    const parameters = {
      optimizer: { values: ['sgd', 'adam'] },
      lr: { values },
      weight_decay: { values: values.slice(0, 100) },
    };
    path = await service.file('large.json', { name: 'large', parameters });
  });
  afterAll(() => processes.dispose());

  test('goes into a file whole, in little memory', async () => {
    const little = { NODE_OPTIONS: '--max-old-space-size=128' };
    const table = await processes.start(['submit', path, '--dry-run'], little).ended;
    expect({ code: table.code, stderr: table.stderr }).toEqual({ code: 0, stderr: '' });
    const lines = table.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(2 + 100_000);
    expect(lines[0]).toMatch(/^large \w+: 100,000 trials, none submitted$/);
    expect(lines.at(-1)).toMatch(/^99999 +adam +0\.005 +0\.001 +0 +\w+-\w+$/);

    const json = await processes.start(['submit', path, '--dry-run', '--json'], little).ended;
    const { trials } = JSON.parse(json.stdout) as { trials: { index: number; parameters: object }[] };
    expect(trials).toHaveLength(100_000);
    expect(trials.at(-1)).toMatchObject({ index: 99_999, parameters: { lr: 0.005, weight_decay: 0.001 } });
  });

  test('on a terminal is an excerpt', async () => {
    const { code, out } = await service.start(['submit', path, '--dry-run'], SIZE).ended;
    expect(code).toBe(0);
    const lines = stripVTControlCharacters(out).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(250);
    expect(lines).toContain('… 99,800 more; --json lists all');
    expect(lines.at(-1)).toMatch(/^99999 /);
  });
});
