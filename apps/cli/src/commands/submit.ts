import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import type { CoordinatorClient, SubmitAnswer } from '@gridsweep/protocol';
import { COMMAND_WORKLOAD, describeSpecDifference, expand, extend, settingsOf, type SweepSpec } from '@gridsweep/sweep';
import { formatCounts, formatResults } from '@gridsweep/results';
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
import { readClaim } from '../claim.ts';
import { specOf } from '../progress/sweep-view.ts';
import { readSpecFile } from '../spec-file.ts';
import { describeCode, packSweep, type PackedSweep } from '../sweep-code.ts';
import type { WorkloadList } from '../workload-list.ts';

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
    else tellSubmitted(context, answer, { ...packed, isTried: request.claim !== undefined }, options);
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
  { terminal, workloads }: Context,
  { sweep, created, namesake }: SubmitAnswer,
  { spec, files, isTried }: PackedSweep & { readonly isTried: boolean },
  options: Options,
): void {
  const said = created ? 'Submitted' : 'Submitted before (--new makes another)';
  const to = options.watch ? terminal.err : terminal.out;
  to.write(`${said}: ${sweep.name} ${sweep.id}, ${formatCounts(sweep.counts)}.\n`);
  if (typeof spec.code === 'object') terminal.err.write(`Its code: ${describeCode(spec.code, files)}.\n`);
  if (created && spec.workload === COMMAND_WORKLOAD && !isTried) {
    terminal.err.write(
      'It was not tried here; whether it resumes rightly and is deterministic says: gridsweep try FILE\n',
    );
  }
  if (created && namesake !== undefined) {
    const [before, after] = [specOf(namesake), specOf(sweep)];
    terminal.err.write(
      `It is another sweep than ${namesake.name} ${namesake.id}, which differs:\n` +
        describeSpecDifference(before, after)
          .map((line) => `  ${line}\n`)
          .join(''),
    );
    if (isExtension(before, after, workloads)) {
      terminal.err.write(`To add to that one instead: gridsweep extend ${namesake.id} FILE\n`);
    }
  }
  // Who watches is told as it changes.
  if (options.watch) return;
  if (sweep.waitingFor !== undefined) terminal.err.write(`Waiting: ${sweep.waitingFor}\n`);
  terminal.err.write(`Watch it with: gridsweep watch ${sweep.id}\n`);
}

/** Whether one spec only adds trials to what another asks for, which `extend` does. */
function isExtension(before: SweepSpec, after: SweepSpec, workloads: WorkloadList): boolean {
  const workload = workloads.find(after.workload);
  if (workload === undefined || !isDeepStrictEqual(workOf(before), workOf(after))) return false;
  const [present, wanted] = [before, after].map((spec) => expand(spec, workload, 'one'));
  const { added, lacking } = extend(present!, wanted!);
  return added.length > 0 && lacking.length === 0;
}

/** What must be the same for trials of one sweep. */
function workOf(spec: SweepSpec): unknown {
  return [spec.workload, settingsOf(spec), typeof spec.code === 'object' ? spec.code.sha256 : spec.code];
}
