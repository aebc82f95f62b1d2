import {
  cellLabel,
  column,
  countOf,
  describeConfounder,
  each,
  formatParameter,
  plain,
  type Table,
} from '@gridsweep/results';
import { axes, confounders, expand, sweepId, type Confounder, type SweepSpec, type Trial } from '@gridsweep/sweep';
import { printJsonList, type Context } from './context.ts';
import { describeCode, type PackedSweep } from './sweep-code.ts';
import { printTable } from './tables.ts';

/** Prints the trials that a sweep would have; needs no coordinator. */
export async function dryRun(
  context: Context,
  { spec, files }: Pick<PackedSweep, 'spec' | 'files'>,
  { json }: { readonly json?: boolean },
): Promise<void> {
  const id = sweepId(spec);
  const trials = expand(spec, context.workloads.find(spec.workload)!, id);
  const mixed = confoundersOf(spec, trials);
  if (json) {
    const code = typeof spec.code === 'object' ? { code: spec.code } : {};
    await printJsonList(context, { sweep: id, ...code, confounders: mixed }, 'trials', trials);
    return;
  }
  await printTable(context.terminal.out, tableOf(spec, id, trials, mixed));
  if (typeof spec.code === 'object') context.terminal.out.write(`code: ${describeCode(spec.code, files)}\n`);
}

/** What differs between the cells without having been asked to, which is better known before anything runs. */
function confoundersOf(spec: SweepSpec, trials: readonly Trial[]): Confounder[] {
  const first = trials.filter(({ seed }) => seed === spec.seeds[0]);
  return confounders(
    first.map(({ cellId: id, parameters }) => ({ id, parameters })),
    axes(spec),
  );
}

function tableOf(spec: SweepSpec, id: string, trials: readonly Trial[], mixed: readonly Confounder[]): Table {
  const names = axes(spec);
  const labelOf = (cellId: string) => cellLabel(trials.find((trial) => trial.cellId === cellId)!.parameters, names);
  return {
    title: `${spec.name} ${id}: ${countOf(trials.length, 'trial')}, none submitted`,
    columns: [
      column('index', '#', { align: 'right' }),
      ...names.map((name) => column(name, name)),
      column('seed', 'seed', { align: 'right' }),
      column('id', 'id', { dropOrder: 1 }),
    ],
    rows: each(trials, ({ index, parameters, seed, id: trial }) => [
      plain(index),
      ...names.map((name) => plain(formatParameter(parameters[name]))),
      plain(seed),
      plain(trial),
    ]),
    notes: mixed.map((confounder) => `Beware: ${describeConfounder(confounder, labelOf)}`),
  };
}
