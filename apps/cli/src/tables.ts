import type { DeviceMetrics } from '@gridsweep/devices';
import type { AgentInfo, OfferedWorkload, Sweep, TrialView } from '@gridsweep/protocol';
import { column, each, formatCounts, formatDuration, plain, terminalText, type Table } from '@gridsweep/results';
import { describeClaim } from './claim.ts';
import { formatMemory } from './device-table.ts';
import { valuesOf } from './progress/shown-metric.ts';
import type { SweepView } from './progress/sweep-view.ts';
import type { Output } from './terminal.ts';

/** Failures told in full below a table. */
const MOST_FAILURES = 20;

/** Rows that a terminal shows of one table. */
const MOST_ROWS = 200;

/** Prints a table, as wide as the terminal. */
export async function printTable(output: Output, table: Table): Promise<void> {
  const { columns: width, isTerminal, colors } = output;
  // A person looks at the beginning and the end; a pipe gets everything.
  const excerpt = isTerminal ? { mostRows: MOST_ROWS, allRows: '--json lists all' } : {};
  await output.writeAll(terminalText(table, { width, color: colors.isColorSupported, ...excerpt }));
}

export function sweepTable(sweeps: readonly Sweep[], now: number): Table {
  return {
    title: 'Sweeps',
    columns: [
      column('id', 'id'),
      column('name', 'name'),
      column('state', 'state'),
      column('counts', 'trials', { dropOrder: 1 }),
      column('created', 'submitted', { align: 'right', dropOrder: 2 }),
    ],
    rows: sweeps.map((sweep) => [
      plain(sweep.id),
      plain(sweep.name),
      plain(sweep.state),
      plain(formatCounts(sweep.counts)),
      plain(`${formatDuration(Math.max(0, now - sweep.createdAt))} ago`),
    ]),
    notes: sweeps.length === 0 ? ['There are none. Submit one with: gridsweep submit FILE'] : [],
  };
}

export function trialTable(view: SweepView): Table {
  const { sweep, metrics } = view;
  const right = { align: 'right' } as const;
  const trials = [...view.trials.values()];
  const failed = trials.filter(({ failure }) => failure !== undefined);
  return {
    title: `${sweep.name} ${sweep.id}: ${sweep.state}`,
    columns: [
      column('index', '#', right),
      column('trial', 'trial'),
      column('state', 'state'),
      column('progress', 'done', { ...right, dropOrder: 4 }),
      ...metrics.map(({ name, label }, at) => column(name, label, { ...right, dropOrder: at + 1 })),
      column('agent', 'agent', { dropOrder: 5 }),
      column('attempts', 'attempts', { ...right, dropOrder: 6 }),
      column('id', 'id', { dropOrder: 3 }),
    ],
    rows: each(trials, (trial) => {
      const { done, total } = view.tally.stepsOf(trial);
      return [
        plain(trial.index),
        plain(view.labelOf(trial)),
        plain(stateOf(trial)),
        plain(trial.state === 'running' && total > 0 ? `${Math.floor((100 * done) / total)} %` : ''),
        ...metrics.map((metric) => plain(valuesOf(trial, [metric])[0]?.text ?? '')),
        plain(trial.agentId ?? ''),
        plain(trial.attempts),
        plain(trial.id),
      ];
    }),
    notes: [
      `${formatCounts(sweep.counts)}.`,
      ...(sweep.waitingFor === undefined ? [] : [`Waiting: ${sweep.waitingFor}`]),
      ...(sweep.claim === undefined ? [] : [describeClaim(sweep.claim)!]),
      ...failed.slice(0, MOST_FAILURES).map(({ index, failure }) => `#${index} failed: ${failure!.detail}`),
      ...(failed.length > MOST_FAILURES ? [`… and ${failed.length - MOST_FAILURES} more failures`] : []),
    ],
  };
}

/** "running", "finished", "diverged", "failed: crash" */
function stateOf({ state, outcome, failure }: TrialView): string {
  if (failure !== undefined) return `failed: ${failure.kind}`;
  return outcome === 'diverged' ? outcome : state;
}

export function agentTable(agents: readonly AgentInfo[], now: number): Table {
  return {
    title: 'Agents',
    columns: [
      column('id', 'id'),
      column('state', 'state'),
      column('slots', 'busy', { align: 'right' }),
      column('host', 'host', { dropOrder: 2 }),
      column('workloads', 'trains', { dropOrder: 3 }),
      column('device', 'device', { dropOrder: 4 }),
      column('gpu', 'GPU', { dropOrder: 6 }),
      column('labels', 'labels', { dropOrder: 5 }),
      column('seen', 'last seen', { align: 'right', dropOrder: 1 }),
    ],
    rows: agents.map(({ id, state, trialIds, slots, host, workloads, labels, lastSeenAt, device, deviceMetrics }) => [
      plain(id),
      plain(state),
      plain(`${trialIds.length}/${slots}`),
      plain(host),
      plain(workloads.map(formatWorkload).join(', ')),
      plain(device),
      plain(deviceMetrics && formatDevice(deviceMetrics)),
      plain(
        Object.entries(labels)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
      ),
      plain(`${formatDuration(Math.max(0, now - lastSeenAt))} ago`),
    ]),
    notes: agents.length === 0 ? ['There are none. Start one with: gridsweep agent'] : [],
  };
}

/** "lenet-cifar10 (wasm, relaxed-simd)" */
function formatWorkload({ name, engine, engineVariant }: OfferedWorkload): string {
  const parts = [engine, engineVariant].filter((part) => part !== '' && part !== name);
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
}

/** "37 %, 12.5/80.0 GiB, 250 W, 61 °C", without what is not known. */
function formatDevice({ utilization, memory, powerWatts, temperatureCelsius }: DeviceMetrics): string {
  return [
    utilization === null ? null : `${Math.round(100 * utilization)} %`,
    formatMemory(memory),
    powerWatts === null ? null : `${Math.round(powerWatts)} W`,
    temperatureCelsius === null ? null : `${temperatureCelsius} °C`,
  ]
    .filter((part) => part !== null)
    .join(', ');
}
