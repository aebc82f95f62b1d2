import { GridsweepError } from '@gridsweep/sweep';
import { expect, test } from 'vitest';

import { ReportWriter } from './report-writer.ts';
import type { ReceivedReport, StoredReports } from './store/contract.ts';

const received = (agentId: string, seq: number): ReceivedReport => ({
  agentId,
  report: { trialId: `${agentId}-trial`, attempt: 1, seq, body: { type: 'metrics', points: [] } },
});
const nothing: StoredReports = { outcomes: [], touched: [], changes: [] };
const name = ({ agentId, report }: ReceivedReport) => `${agentId}${report.seq}`;

/** A store that notes its batches and refuses those that hold certain reports. */
function recording(refused: ReadonlySet<string> = new Set()) {
  const batches: string[][] = [];
  const storeReports = (reports: readonly ReceivedReport[]): Promise<StoredReports> => {
    const names = reports.map(name);
    batches.push(names);
    if (names.some((each) => refused.has(each))) return Promise.reject(new GridsweepError('no-space', 'Full.'));
    return Promise.resolve({ ...nothing, outcomes: reports.map(() => ({ type: 'stored' as const })) });
  };
  return {
    batches,
    writer: new ReportWriter(
      { storeReports },
      () => 0,
      () => undefined,
    ),
  };
}

test('reports that come while a transaction runs go into the next one together, in order', async () => {
  const { batches, writer } = recording();
  const [a, b] = [writer.lane(), writer.lane()];
  const first = a.write(received('a', 1));
  await Promise.resolve();
  const rest = [a.write(received('a', 2)), b.write(received('b', 1)), a.write(received('a', 3))];
  await Promise.all([first, ...rest]);
  expect(batches.flat()).toEqual(['a1', 'a2', 'b1', 'a3']);
  expect(batches.length).toBeLessThan(4);
});

test('I3: after a report that was not stored, none of that session is; others are not concerned', async () => {
  const { batches, writer } = recording(new Set(['a2']));
  const [a, b] = [writer.lane(), writer.lane()];
  const results = await Promise.allSettled([
    a.write(received('a', 2)),
    b.write(received('b', 1)),
    a.write(received('a', 3)),
  ]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'fulfilled', 'rejected']);
  const later = await Promise.allSettled([a.write(received('a', 4)), b.write(received('b', 2))]);
  expect(later.map((result) => result.status)).toEqual(['rejected', 'fulfilled']);
  expect(batches.flat()).not.toContain('a4');
});
