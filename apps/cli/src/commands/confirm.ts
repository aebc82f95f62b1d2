import { Command } from 'commander';
import type { CoordinatorClient, SubmitAnswer } from '@gridsweep/protocol';
import {
  column,
  confirmable,
  countOf,
  formatCounts,
  formatResults,
  formatWithUnit,
  metricFormat,
  plain,
  summarize,
  type Summary,
  type Table,
} from '@gridsweep/results';
import { confirmationOf, GridsweepError, type SweepSpec } from '@gridsweep/sweep';
import { readClaim } from '../claim.ts';
import { collectRecord } from '../collect-record.ts';
import {
  coordinatorOption,
  examples,
  jsonOption,
  printJson,
  printJsonLine,
  tableOptions,
  withClient,
} from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { dryRun } from '../dry-run.ts';
import { followSweep } from '../follow.ts';
import { wholeNumber } from '../option-values.ts';
import { printTable } from '../tables.ts';

interface Options extends ClientOptions {
  readonly seeds: number;
  readonly cells?: number;
  readonly watch?: boolean;
  readonly dryRun?: boolean;
}

export function confirmCommand(context: Context): Command {
  const command = new Command('confirm')
    .description('rerun what could be best of a sweep with seeds that it did not use, as a sweep that is judged alone')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .option('--seeds <count>', 'so many fresh seeds a cell', wholeNumber(1, 100_000), 10)
    .option('--cells <count>', 'only so many cells, the best ones', wholeNumber(2, 100_000))
    .option('-w, --watch', 'show live progress and the results, until the confirmation has ended')
    .option('--dry-run', 'print the trials and submit nothing');
  coordinatorOption(jsonOption(command, 'print JSON; with --watch one line for each change'));
  command.addHelpText('after', examples('confirm optimizers --watch', 'confirm a1b2 --seeds 20 --cells 3 --dry-run'));
  return command.action((named: string, options: Options) =>
    withClient(context, options, (client) => confirm(context, client, named, options)),
  );
}

/** What is rerun, as it is told. */
interface Confirmation {
  readonly spec: SweepSpec;
  readonly summary: Summary;
  readonly cells: readonly { readonly label: string; readonly mean: number; readonly standing: string }[];
}

async function confirm(
  context: Context,
  { sweeps }: CoordinatorClient,
  named: string,
  options: Options,
): Promise<void> {
  const { terminal, interrupt: signal } = context;
  const confirmation = await confirmationFor(context, sweeps, named, options);
  const { spec } = confirmation;
  const quiet = options.json === true;
  if (!quiet) await printTable(options.dryRun || options.watch ? terminal.err : terminal.out, tableOf(confirmation));
  if (options.dryRun) {
    await dryRun(context, { spec, files: undefined }, options);
    return;
  }
  const request = { spec: JSON.stringify(spec), newSweep: false, claim: await readClaim(spec, context.env) };
  const answer = await sweeps.submit(request, { signal }).catch(withoutCode(spec, confirmation.summary));
  if (quiet) (options.watch ? printJsonLine : printJson)(context, answer);
  else tellSubmitted(context, answer, options);
  if (!options.watch) return;
  await followSweep(context, sweeps, answer.sweep.id, options);
  if (quiet) return;
  const record = await collectRecord(sweeps, answer.sweep.id, context);
  terminal.out.write(`\n${formatResults(record, 'table', tableOptions(context))}`);
}

async function confirmationFor(
  context: Context,
  sweeps: CoordinatorClient['sweeps'],
  named: string,
  { seeds, cells: most }: Options,
): Promise<Confirmation> {
  const record = await collectRecord(sweeps, named, context);
  const summary = summarize(record);
  const { counts, comparison } = summary;
  const open = counts.pending + counts.running;
  const conflict = (why: string) => new GridsweepError('conflict', `${record.name} ${record.id} ${why}`);
  if (open > 0) {
    throw conflict(
      `has ${countOf(open, 'trial')} that have not ended: what could be best may change. Confirm it then.`,
    );
  }
  if (counts.finished === 0) throw conflict('has no finished trial: there is nothing to confirm.');
  const chosen = confirmable(comparison, most);
  if (chosen.length < 2) {
    const left =
      comparison.left.length === 0 ? '' : ` (${countOf(comparison.left.length, 'cell')} without a result in all seeds)`;
    throw conflict(
      `compares ${chosen.length === 0 ? 'no cell' : 'one cell alone'}${left}: there is nothing to confirm.`,
    );
  }
  const workload = context.workloads.find(record.spec.workload);
  if (workload === undefined) {
    throw new GridsweepError(
      'invalid',
      `This version of gridsweep does not know the workload ${record.spec.workload}.`,
    );
  }
  const labels = new Map(summary.cells.map(({ cellId, label }) => [cellId, label]));
  const cellIds = chosen.map(({ cellId }) => cellId);
  return {
    spec: confirmationOf(record.spec, workload, { sweepId: record.id, cellIds, seeds }),
    summary,
    cells: chosen.map(({ cellId, mean, standing }) => ({ label: labels.get(cellId)!, mean, standing })),
  };
}

const STANDINGS: Readonly<Record<string, string>> = {
  best: 'best',
  'could-be-best': 'could be best',
  'not-best': 'the next, to compare with',
  unknown: 'not known with so few seeds',
};

function tableOf({ spec: { seeds }, summary: { sweep, comparison, metrics }, cells }: Confirmation): Table {
  const format = metricFormat(comparison.choiceMetric, metrics);
  const from = seeds[0]!;
  return {
    title: `Confirmation of ${sweep.name} ${sweep.id}: ${countOf(cells.length, 'cell')} with ${countOf(seeds.length, 'fresh seed')}`,
    columns: [column('cell', 'cell'), column('mean', format.label, { align: 'right' }), column('standing', 'so far')],
    rows: cells.map(({ label, mean, standing }) => [
      plain(label),
      { value: mean, text: formatWithUnit(format, mean) },
      plain(STANDINGS[standing]),
    ]),
    notes: [
      `Seeds ${seeds.length === 1 ? from : `${from} to ${seeds.at(-1)!}`}. Its results stand alone: the values above, by which these cells were chosen, are no part of them.`,
    ],
  };
}

function tellSubmitted({ terminal }: Context, { sweep, created }: SubmitAnswer, { watch }: Options): void {
  const said = created ? 'Submitted' : 'Submitted before';
  const to = watch ? terminal.err : terminal.out;
  to.write(`${said}: ${sweep.name} ${sweep.id}, ${formatCounts(sweep.counts)}.\n`);
  if (watch) return;
  if (sweep.waitingFor !== undefined) terminal.err.write(`Waiting: ${sweep.waitingFor}\n`);
  terminal.err.write(`Watch it with: gridsweep watch ${sweep.id}\n`);
}

/** The code is the sweep's own, which may be gone from the coordinator. */
function withoutCode({ code }: SweepSpec, { sweep }: Summary) {
  return (thrown: unknown): never => {
    if (typeof code !== 'object' || !(thrown instanceof GridsweepError) || thrown.code !== 'not-found') throw thrown;
    throw new GridsweepError(
      'not-found',
      `The coordinator no longer has the code ${code.sha256.slice(0, 12)} of ${sweep.name} ${sweep.id}. Submit the sweep file again from the folder that has it, then confirm that sweep.`,
      { cause: thrown },
    );
  };
}
