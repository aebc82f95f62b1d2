import type { Summary } from '../aggregate.ts';
import type { SweepRecord } from '../record.ts';
import { estimate } from '../statistics.ts';
import { durationCell } from '../table/cells.ts';
import { column, plain, type Table } from '../table/table.ts';
import { countOf, formatDuration } from '../value-format.ts';
import { deviceTime, type DeviceTime } from './device-time.ts';
import type { ProfilePart } from './profile.ts';

/** What the sweep took: time, device-seconds by cell and in all, slots used at once. Undefined before a trial has ended. */
export function runtime(summary: Summary, record: SweepRecord): ProfilePart | undefined {
  const time = deviceTime(record.trials);
  if (time === undefined) return undefined;
  const again = record.trials.filter(({ attempts }) => attempts > 1).length;
  return {
    kind: 'runtime',
    title: 'Runtime',
    definition:
      'A trial takes from when it is first handed to an agent to its end' +
      (again === 0 ? '' : ` (of ${countOf(again, 'trial')} that began more than once, the time between counts, too)`) +
      '. Device-seconds: where several trials run on a device at once, each takes its share of it' +
      (time.devices === null ? '; trials of which it is not known where they ran count as alone.' : '.'),
    sentences: sentences(summary, time),
    table: tableOf(summary, record, time),
  };
}

function sentences({ wallTimeMs, cells }: Summary, { totalMs, trialMs, devices, atOnce }: DeviceTime): string[] {
  const on = devices === null ? 'devices' : countOf(devices, 'device');
  const slots =
    atOnce.most === 1 ? 'one after the other' : `at most ${atOnce.most} at once, ${atOnce.mean.toFixed(1)} on average`;
  const timed = cells.flatMap(({ label, wallTimeMs: own }) => (own === undefined ? [] : { label, ms: own.mean }));
  const slowest = timed.reduce((a, b) => (b.ms > a.ms ? b : a), timed[0] ?? { label: '', ms: 0 });
  const fastest = timed.reduce((a, b) => (b.ms < a.ms ? b : a), slowest);
  return [
    `The sweep took ${formatDuration(wallTimeMs ?? 0)} on ${on}; its trials ran ${slots}, ${formatDuration(trialMs)} added up (${formatDuration(totalMs)} of a device).`,
    ...(slowest.ms > fastest.ms
      ? [
          `A trial took longest with ${slowest.label} (${formatDuration(slowest.ms)} on average), shortest with ${fastest.label} (${formatDuration(fastest.ms)}).`,
        ]
      : []),
  ];
}

function tableOf({ cells }: Summary, record: SweepRecord, { ofTrial, totalMs, trialMs }: DeviceTime): Table {
  const right = { align: 'right' } as const;
  const byCell = new Map<string, number[]>();
  for (const { id, cellId } of record.trials) {
    const ms = ofTrial.get(id);
    if (ms === undefined) continue;
    const own = byCell.get(cellId);
    if (own === undefined) byCell.set(cellId, [ms]);
    else own.push(ms);
  }
  return {
    title: 'Runtime',
    columns: [
      column('cell', 'cell'),
      column('trials', 'trials run', { ...right, dropOrder: 2 }),
      column('trial_seconds', 'a trial', right),
      column('trial_seconds_low', 'ci_low', { ...right, audience: 'programs' }),
      column('trial_seconds_high', 'ci_high', { ...right, audience: 'programs' }),
      column('trial_device_seconds', 'device a trial', { ...right, dropOrder: 1 }),
      column('device_seconds', 'device in all', right),
    ],
    rows: cells.map(({ cellId, label, wallTimeMs }) => {
      const own = byCell.get(cellId) ?? [];
      const sum = own.reduce((total, ms) => total + ms, 0);
      return [
        plain(label),
        plain(own.length),
        durationCell(wallTimeMs?.mean),
        durationCell(wallTimeMs?.interval?.[0]),
        durationCell(wallTimeMs?.interval?.[1]),
        durationCell(estimate(own)?.mean),
        durationCell(own.length === 0 ? undefined : sum),
      ];
    }),
    notes: [
      `In all ${formatDuration(trialMs)} of trials, ${formatDuration(totalMs)} of devices. A trial: mean over finished seeds.`,
    ],
  };
}
