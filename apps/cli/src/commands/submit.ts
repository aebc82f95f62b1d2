import { Command } from 'commander';
import type { CoordinatorClient, SubmitAnswer } from '@gridsweep/protocol';
import {
  axes,
  describeSpecDifference,
  expand,
  sweepId,
  type CodeSpec,
  type SweepSpec,
  type Trial,
} from '@gridsweep/sweep';
import {
  column,
  countOf,
  each,
  formatCounts,
  formatParameter,
  formatResults,
  plain,
  type Table,
} from '@gridsweep/results';
import { collectRecord } from '../collect-record.ts';
import {
  coordinatorOption,
  examples,
  jsonOption,
  printJson,
  printJsonLine,
  printJsonList,
  tableOptions,
  withClient,
} from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { followSweep } from '../follow.ts';
import { readClaim } from '../claim.ts';
import { specOf } from '../progress/sweep-view.ts';
import { readSpecFile } from '../spec-file.ts';
import { packSweep, type PackedSweep } from '../sweep-code.ts';
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
    const { text, spec } = await readSpecFile(path, context);
    const packed = await packSweep(spec, path);
    try {
      if (options.dryRun) await dryRun(context, packed, options);
      else await submit(context, packed, text, options);
    } finally {
      await packed.dispose();
    }
  });
}

async function dryRun(context: Context, { spec, files }: PackedSweep, { json }: Options): Promise<void> {
  const id = sweepId(spec);
  const trials = expand(spec, context.workloads.find(spec.workload)!, id);
  if (json) {
    const code = typeof spec.code === 'object' ? { code: spec.code } : {};
    await printJsonList(context, { sweep: id, ...code }, 'trials', trials);
    return;
  }
  await printTable(context.terminal.out, dryRunTable(spec, id, trials));
  if (typeof spec.code === 'object') context.terminal.out.write(`code: ${describeCode(spec.code, files ?? 0)}\n`);
}

function dryRunTable(spec: SweepSpec, id: string, trials: readonly Trial[]): Table {
  const names = axes(spec);
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
    notes: [],
  };
}

async function submit(context: Context, packed: PackedSweep, text: string, options: Options): Promise<void> {
  const { terminal, interrupt: signal } = context;
  const { spec } = packed;
  await withClient(context, options, async (client) => {
    await beReady(context, client, options);
    const { sweeps } = client;
    await packed.upload(sweeps, signal);
    // What was written has the places of what the coordinator may find wrong; a sweep with code goes as it was packed.
    const request = {
      spec: typeof spec.code === 'object' ? JSON.stringify(spec) : text,
      newSweep: options.new ?? false,
      claim: await readClaim(spec, context.env),
    };
    const answer = await sweeps.submit(request, { signal });
    const { sweep } = answer;
    if (options.json) (options.watch ? printJsonLine : printJson)(context, answer);
    else tellSubmitted(context, answer, packed, options);
    if (!options.watch) return;
    await followSweep(context, sweeps, sweep.id, options);
    if (options.json) return;
    const record = await collectRecord(sweeps, sweep.id, context);
    terminal.out.write(`\n${formatResults(record, 'table', tableOptions(context))}`);
  });
}

/** A coordinator that is being started, and makes its database first, answers within this time. */
const PATIENCE_MS = 20_000;

async function beReady(
  { terminal, interrupt: signal }: Context,
  client: CoordinatorClient,
  { json }: Options,
): Promise<void> {
  const hint = `Waiting for a coordinator at ${client.address} (start one with: gridsweep coordinator) …\n`;
  await client.ready({
    withinMs: PATIENCE_MS,
    onWaiting: () => {
      if (!json) terminal.err.write(hint);
    },
    signal,
  });
}

function tellSubmitted(
  { terminal }: Context,
  { sweep, created, namesake }: SubmitAnswer,
  { spec, files }: PackedSweep,
  options: Options,
): void {
  const said = created ? 'Submitted' : 'Submitted before (--new makes another)';
  const to = options.watch ? terminal.err : terminal.out;
  to.write(`${said}: ${sweep.name} ${sweep.id}, ${formatCounts(sweep.counts)}.\n`);
  if (typeof spec.code === 'object') terminal.err.write(`Its code: ${describeCode(spec.code, files ?? 0)}.\n`);
  if (created && namesake !== undefined) {
    const differences = describeSpecDifference(specOf(namesake), specOf(sweep));
    terminal.err.write(
      `It is another sweep than ${namesake.name} ${namesake.id}, which differs:\n` +
        differences.map((line) => `  ${line}\n`).join('') +
        `To add to that one instead: gridsweep extend ${namesake.id} FILE\n`,
    );
  }
  // Who watches is told as it changes.
  if (options.watch) return;
  if (sweep.waitingFor !== undefined) terminal.err.write(`Waiting: ${sweep.waitingFor}\n`);
  terminal.err.write(`Watch it with: gridsweep watch ${sweep.id}\n`);
}

/** "3 files, 12.1 KB, commit 1a2b3c4 with changes" */
function describeCode({ sizeBytes, sha256, git }: CodeSpec, files: number): string {
  const commit = git === undefined ? '' : `, commit ${git.commit.slice(0, 7)}${git.dirty ? ' with changes' : ''}`;
  return `${files === 1 ? '1 file' : `${files} files`}, ${formatBytes(sizeBytes)}, ${sha256.slice(0, 12)}${commit}`;
}

function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
