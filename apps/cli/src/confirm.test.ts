import { join } from 'node:path';
import { startAgent, type Agent } from '@gridsweep/agent';
import type { SubmitAnswer, TrialView } from '@gridsweep/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXIT } from './exit-code.ts';
import { bundleTrainer, ROOT } from './testing/bundle-trainer.ts';
import { quadraticWorkload } from './testing/quadratic.ts';
import { Service, SILENT } from './testing/service.ts';
import { WorkloadList } from './workload-list.ts';

const TRAINER = join(ROOT, 'apps/cli/dist/testing/quadratic-trainer.js');

/** The smaller distance is the better one: 0.5 and 0.45 are far ahead of 0.1, each seed starts further out, and 2.5 diverges. */
const SPEC = {
  name: 'slopes',
  parameters: { steps: { value: 3 }, lr: { values: [2.5, 0.1, 0.5, 0.45] } },
  seeds: [10, 11, 12],
};

describe('confirm', () => {
  let service: Service;
  let agent: Agent;

  beforeAll(async () => {
    service = await Service.start(new WorkloadList([quadraticWorkload]));
    await bundleTrainer('quadratic-trainer', TRAINER);
  });
  afterAll(async () => {
    await agent.stop();
    await service.close();
  });

  function start(): Agent {
    return startAgent({
      ...{ coordinator: service.address, id: 'only', version: 'test', slots: 2, labels: {}, logger: SILENT },
      trainerPath: TRAINER,
      workloads: [{ name: quadraticWorkload.name, setup: {} }],
    });
  }

  async function trials(sweep: string): Promise<readonly TrialView[]> {
    return (await service.json<{ readonly trials: readonly TrialView[] }>('status', sweep)).trials;
  }

  test('waits for the sweep to end', async () => {
    await service.run('submit', await service.file('slopes.json', SPEC));
    const { code, err } = await service.run('confirm', 'slopes');
    expect(code).toBe(EXIT.error);
    expect(err).toMatch(
      /^error: slopes \w{12} has 12 trials that have not ended: what could be best may change\. Confirm/,
    );
  });

  test('has nothing to do where nothing has finished, or where one cell is alone', async () => {
    await service.run('submit', await service.file('gone.json', { ...SPEC, name: 'gone' }));
    await service.run('cancel', 'gone');
    const gone = await service.run('confirm', 'gone');
    expect(gone.err).toMatch(/^error: gone \w{12} has no finished trial: there is nothing to confirm\.\n$/);

    agent = start();
    const lr = { values: [2.5, 0.1] };
    const alone = await service.file('alone.json', { ...SPEC, name: 'alone', parameters: { ...SPEC.parameters, lr } });
    expect((await service.run('submit', alone, '--watch')).code).toBe(EXIT.ok);
    const { code, err } = await service.run('confirm', 'alone');
    expect(code).toBe(EXIT.error);
    expect(err).toMatch(
      /compares one cell alone \(1 cell without a result in all seeds\): there is nothing to confirm\.\n$/,
    );
  });

  test('tells what it would run', async () => {
    await service.run('watch', 'slopes');
    const { code, out, err } = await service.run('confirm', 'slopes', '--seeds', '2', '--dry-run');
    expect(code).toBe(EXIT.ok);
    expect(err).toMatch(/^Confirmation of slopes \w{12}: 2 cells with 2 fresh seeds$/m);
    expect(err).toMatch(/^lr 0\.5 +1\.500 metres +/m);
    expect(err).toMatch(/^Seeds 13 to 14\. Its results stand alone/m);
    expect(out).toMatch(/slopes-confirmation \w{12}: 4 trials, none submitted/);
    expect((await service.run('list')).out).not.toContain('slopes-confirmation');
  });

  test('reruns what could be best with seeds of its own, and again it is the same sweep', async () => {
    const confirmed = await service.run('confirm', 'slopes', '--seeds', '2', '--watch');
    expect(confirmed.code).toBe(EXIT.ok);
    expect(confirmed.err).toMatch(/^Submitted: slopes-confirmation \w{12}, 4 trials/m);
    expect(confirmed.out).toMatch(/distance from the minimum/);

    const [first] = await trials('slopes');
    const rerun = await trials('slopes-confirmation');
    expect(rerun.map(({ parameters, seed, state }) => [parameters['lr'], seed, state])).toEqual([
      [0.5, 13, 'finished'],
      [0.5, 14, 'finished'],
      [0.45, 13, 'finished'],
      [0.45, 14, 'finished'],
    ]);

    const again = await service.json<SubmitAnswer>('confirm', 'slopes', '--seeds', '2');
    expect(again).toMatchObject({ created: false, sweep: { id: rerun[0]!.sweepId } });
    expect(again.sweep.spec).toMatchObject({
      method: 'list',
      confirms: first!.sweepId,
      parameters: { steps: { values: [3] } },
      cells: [{ lr: 0.5 }, { lr: 0.45 }],
    });
    const more = await service.json<SubmitAnswer>('confirm', 'slopes');
    expect(more).toMatchObject({ created: true, sweep: { counts: { total: 20 } } });
    await service.run('cancel', more.sweep.id);
  });

  test('diff says what differs between the two, and that a sweep is itself', async () => {
    const { sweep } = await service.json<SubmitAnswer>('confirm', 'slopes', '--seeds', '2');
    const { code, out } = await service.run('diff', 'slopes', sweep.id, '--format', 'markdown');
    expect(code).toBe(EXIT.ok);
    expect(out).toContain('- method: grid → list\n');
    expect(out).toContain('- seeds: 13, 14 added; 10, 11, 12 removed\n');
    expect(out).toContain('- Only the first has lr 2.5 and lr 0.1.\n');
    expect(out).toMatch(/^\| lr 0\.5 \| 1\.500 \| 1\.813 \| /m);

    const same = await service.json<{ readonly points: unknown; readonly findings: readonly string[] }>(
      'diff',
      'slopes',
      'slopes',
    );
    expect(same.points).toEqual({ trials: 12, identical: 12, equalPoints: 48, isAll: true });
    expect(same.findings[0]).toBe('Bit-identical: every point is equal (48 points of 12 trials).');
    expect((await service.run('diff', 'slopes', 'nowhere')).code).toBe(EXIT.error);
  });
});
