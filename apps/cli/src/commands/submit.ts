import { Command } from 'commander';
import { axes, expand, sweepId, type SweepSpec, type Trial } from '@gridsweep/sweep';
import { lenetWorkload } from '@gridsweep/lenet';
import { column, formatCounts, formatParameter, formatResults, plain, type Table } from '@gridsweep/results';
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
import { followSweep } from '../follow.ts';
import { readSpecFile } from '../spec-file.ts';
import { printTable } from '../tables.ts';

interface Options extends ClientOptions {
  readonly watch?: boolean;
  readonly dryRun?: boolean;
  readonly new?: boolean;
}

export function submitCommand(context: Context): Command {
  const command = new Command('submit')
    .description('submit a sweep; the same file again is the same sweep')
    .argument('<file>', 'a sweep file, YAML or JSON; - for standard input')
    .option('-w, --watch', 'show live progress and the results, until the sweep has ended')
    .option('--dry-run', 'print the trials and submit nothing; needs no coordinator')
    .option('--new', 'make a new sweep even where the same file was submitted before');
  coordinatorOption(jsonOption(command, 'print JSON; with --watch one line for each change'));
  command.addHelpText(
    'after',
    examples('submit examples/optimizers.yaml --dry-run', 'submit examples/optimizers.yaml --watch'),
  );
  return command.action(async (path: string, options: Options) => {
    const { text, spec } = await readSpecFile(path, context.stdin);
    if (options.dryRun) dryRun(context, spec, options);
    else await submit(context, text, options);
  });
}

function dryRun(context: Context, spec: SweepSpec, { json }: Options): void {
  const id = sweepId(spec);
  const trials = expand(spec, lenetWorkload, id);
  if (json) printJson(context, { sweep: id, trials });
  else printTable(context.terminal.out, dryRunTable(spec, id, trials));
}

function dryRunTable(spec: SweepSpec, id: string, trials: readonly Trial[]): Table {
  const names = axes(spec);
  return {
    title: `${spec.name} ${id}: ${trials.length === 1 ? '1 trial' : `${trials.length} trials`}, none submitted`,
    columns: [
      column('index', '#', { align: 'right' }),
      ...names.map((name) => column(name, name)),
      column('seed', 'seed', { align: 'right' }),
      column('id', 'id', { dropOrder: 1 }),
    ],
    rows: trials.map(({ index, parameters, seed, id: trial }) => [
      plain(index),
      ...names.map((name) => plain(formatParameter(parameters[name]))),
      plain(seed),
      plain(trial),
    ]),
    notes: [],
  };
}

async function submit(context: Context, text: string, options: Options): Promise<void> {
  const { terminal, interrupt } = context;
  await withClient(context, options, async ({ sweeps }) => {
    const answer = await sweeps.submit({ spec: text, newSweep: options.new ?? false }, { signal: interrupt });
    const { sweep, created } = answer;
    if (options.json) (options.watch ? printJsonLine : printJson)(context, answer);
    else {
      const said = created ? 'Submitted' : 'Submitted before (--new makes another)';
      (options.watch ? terminal.err : terminal.out).write(
        `${said}: ${sweep.name} ${sweep.id}, ${formatCounts(sweep.counts)}.\n`,
      );
      if (!options.watch) terminal.err.write(`Watch it with: gridsweep watch ${sweep.id}\n`);
    }
    if (!options.watch) return;
    await followSweep(context, sweeps, sweep.id, options);
    if (options.json) return;
    const record = await collectRecord(sweeps, sweep.id, { signal: interrupt });
    terminal.out.write(`\n${formatResults(record, 'table', tableOptions(context))}`);
  });
}
