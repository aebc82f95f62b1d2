import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';

import { FINISHED, loss, Served } from './testing/served.ts';

const served = Served.forEachTest();

const TRIALS = 100_000;
/** 1,000 cells × 100 seeds, its name as long as names can be. */
const SPEC = [
  `name: ${'\u{10FFFF}'.repeat(50)}`,
  'workload: quadratic',
  `seeds: ${TRIALS / 1000}`,
  `parameters: { lr: { values: [${Array.from({ length: 1000 }, (_, at) => (at + 1) / 1000).join(', ')}] } }`,
].join('\n');

test(
  `a sweep of ${TRIALS} trials is submitted, listed, watched, trained and deleted`,
  { timeout: 300_000 },
  async () => {
    const figures: Record<string, string> = {};
    let most = 0;
    const measured = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
      globalThis.gc?.();
      const delay = monitorEventLoopDelay({ resolution: 5 });
      const before = process.memoryUsage().rss;
      let peak = before;
      const watching = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 50);
      delay.enable();
      const began = performance.now();
      const cpuBefore = process.cpuUsage();
      try {
        return await work();
      } finally {
        const seconds = ((performance.now() - began) / 1000).toFixed(1);
        const { user, system } = process.cpuUsage(cpuBefore);
        clearInterval(watching);
        delay.disable();
        most = Math.max(most, peak - before);
        figures[name] =
          `${seconds} s (${((user + system) / 1e6).toFixed(1)} s of CPU on both sides), up to ${(delay.max / 1e9).toFixed(1)} s at a stretch, ` +
          `${((peak - before) / 2 ** 20).toFixed(0)} MiB more of memory`;
      }
    };
    const { sweeps } = served.client;

    const { sweep } = await measured('submit', () =>
      sweeps.submit({ spec: SPEC, newSweep: false }, { timeoutMs: 120_000 }),
    );
    expect(sweep.counts).toMatchObject({ total: TRIALS, pending: TRIALS });
    const again = await measured('submit again', () =>
      sweeps.submit({ spec: SPEC, newSweep: false }, { timeoutMs: 120_000 }),
    );
    expect(again).toMatchObject({ created: false, sweep: { id: sweep.id } });
    await measured('get', () => sweeps.get(sweep.id));

    await measured('list all trials', async () => {
      let seen = 0;
      for (let fromIndex: number | undefined = 0; fromIndex !== undefined;) {
        const page = await sweeps.listTrials({ sweep: sweep.id, fromIndex, limit: 1000 });
        expect(page.trials[0]!.index).toBe(seen);
        seen += page.trials.length;
        fromIndex = page.nextIndex;
      }
      expect(seen).toBe(TRIALS);
    });

    const agent = await served.join({ slots: 1024, labels: Object.fromEntries(labels()) });
    const held = await measured('lease 1,024 trials', () => agent.assignments(1024));
    const told = new Set<string>();
    await measured('watch until all are told', async () => {
      for await (const { trials, complete } of sweeps.watch(sweep.id)) {
        expect(trials.length).toBeLessThanOrEqual(500);
        for (const { id } of trials) told.add(id);
        if (complete) break;
      }
    });
    expect(told.size).toBe(TRIALS);

    const names = Array.from({ length: 200 }, (_, at) => `${'\u{10FFFF}'.repeat(98)}${String(at).padStart(4, '0')}`);
    await measured('finish one with 200 metrics of 200 characters', async () => {
      const points = names.map((name) => ({ ...loss(2 ** 40), name }));
      await agent.report(held[0]!, 1, { type: 'metrics', points });
      await agent.report(held[0]!, 2, FINISHED);
      await agent.message({ type: 'ack', trialId: held[0]!.trialId, seq: 2 });
    });
    const page = await sweeps.listTrials({ sweep: sweep.id, fromIndex: 0, limit: 1 });
    expect(page.trials[0]!.latest.map(({ name }) => name)).toEqual(names);

    await measured('cancel', () => sweeps.cancel(sweep.id, { timeoutMs: 120_000 }));
    await measured('delete', () => sweeps.delete(sweep.id, { timeoutMs: 120_000 }));
    expect(agent.ended).toBeUndefined();
    // I6: of any of these, both sides together.
    expect(most).toBeLessThan(400 * 2 ** 20);
    process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
  },
);

function labels(): [string, string][] {
  return Array.from({ length: 32 }, (_, at) => [`${'k'.repeat(98)}${String(at).padStart(2, '0')}`, 'v'.repeat(100)]);
}
