import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { pino } from 'pino';
import { startAgent, type Agent, type AgentOptions } from '@gridsweep/agent';
import { startCoordinator } from '@gridsweep/coordinator';
import { connect, type Sweep, type SweepClient } from '@gridsweep/protocol';
import { formatDuration, formatResults, summarize, writeReport, type SweepRecord } from '@gridsweep/results';
import { GridsweepError, type SweepSpec } from '@gridsweep/sweep';
import { collectRecord } from './collect-record.ts';
import { withPredictions } from './record-predictions.ts';
import { printJson, tableOptions, type Context } from './context.ts';
import { dataFolder, madeFolder } from './data-folder.ts';
import { exitCodeOf } from './exit-code.ts';
import { loggerTo } from './logging.ts';
import { offeredWorkloads } from './offered-workloads.ts';
import { showProgress } from './progress/show.ts';
import { quickstartSpecs } from './quickstart-specs.ts';
import { cachedDataset } from './ready-dataset.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

export interface QuickstartOptions {
  readonly full?: boolean;
  readonly new?: boolean;
  readonly output: string;
  readonly json?: boolean;
}

/** What is trained, and by which trainer; for tests, that want neither minutes nor a bundled program. */
interface QuickstartParts {
  readonly specs?: readonly SweepSpec[];
  readonly trainerPath?: string;
}

/**
 * Runs both experiments here: an embedded coordinator, whose folder is kept, and one agent with a slot a core. An interrupt
 * stores checkpoints and leaves; the next run goes on where it stopped, or shows the results at once where all is done.
 */
export async function runQuickstart(
  context: Context,
  options: QuickstartOptions,
  parts: QuickstartParts = {},
): Promise<void> {
  const { terminal, env, interrupt, workloads } = context;
  const begun = performance.now();
  const folder = await madeFolder(dataFolder('quickstart', env));
  // Told before minutes of training rather than after them.
  const output = await madeFolder(options.output, "report's folder");
  const specs = parts.specs ?? (await quickstartSpecs(options.full ?? false));
  await cachedDataset(context);
  const log = pino.destination({ dest: join(folder, 'quickstart.log'), append: false, sync: true });
  const logger = loggerTo(log, 'info');
  const store = { kind: 'pglite', directory: join(folder, 'store') } as const;
  const coordinator = await startCoordinator({ host: '127.0.0.1', port: 0, store, logger, workloads: workloads.all });
  const client = connect(coordinator.address);
  let records: SweepRecord[];
  try {
    const ids: string[] = [];
    for (const spec of specs) ids.push(await submit(client.sweeps, spec, options, interrupt));
    await pauseOthers(client.sweeps, ids, interrupt);
    const sweeps = await train(context, client.sweeps, ids, {
      coordinator: coordinator.address,
      logger,
      trainerPath: parts.trainerPath,
    });
    context.exitCode = sweeps.map(exitCodeOf).reduce((worst, code) => (code > worst ? code : worst));
    records = await Promise.all(
      ids.map(async (id) => withPredictions(await collectRecord(client.sweeps, id, context), client.sweeps, context)),
    );
  } catch (thrown) {
    if (interrupt.aborted) {
      terminal.err.write('Stopped. What was trained is kept: run quickstart again to go on from there.\n');
      throw new GridsweepError('cancelled', 'The quickstart was interrupted.', { cause: thrown });
    }
    throw thrown;
  } finally {
    client.close();
    await coordinator.close();
    log.end();
  }
  const report = await writeReport(records, output);
  const wallTimeMs = Math.round(performance.now() - begun);
  if (options.json) {
    const results = records.map((record) => JSON.parse(formatResults(record, 'json')) as unknown);
    printJson(context, { wallTimeMs, report, results });
    return;
  }
  for (const record of records) terminal.out.write(`\n${formatResults(record, 'table', tableOptions(context))}`);
  terminal.out.write(`\n${ending(records, wallTimeMs, report.index, options)}\n`);
}

/** The experiment's sweep: the one that is there, with its failed trials tried again; with `new`, in place of that one. */
async function submit(
  sweeps: SweepClient,
  spec: SweepSpec,
  options: QuickstartOptions,
  signal: AbortSignal,
): Promise<string> {
  const submission = { spec: JSON.stringify(spec), newSweep: false };
  const found = await sweeps.submit(submission, { signal });
  if (options.new && !found.created) {
    await sweeps.delete(found.sweep.id, { signal });
    return (await sweeps.submit(submission, { signal })).sweep.id;
  }
  const { sweep } = found;
  if (sweep.counts.failed > 0) await sweeps.retryFailed({ sweep: sweep.id, includeCancelled: false }, { signal });
  return sweep.id;
}

/** Lets only these sweeps train: one that was interrupted earlier, of another length, waits until it is asked for again. */
async function pauseOthers(sweeps: SweepClient, ids: readonly string[], signal: AbortSignal): Promise<void> {
  for (const { id, state } of await sweeps.list({ signal })) {
    if (state === 'active' && !ids.includes(id)) await sweeps.pause(id, { signal });
    if (state === 'paused' && ids.includes(id)) await sweeps.resume(id, { signal });
  }
}

/** Trains what is left of the sweeps, showing it. @returns the sweeps as they ended. */
async function train(
  { terminal, interrupt, workloads }: Context,
  sweeps: SweepClient,
  ids: readonly string[],
  wiring: Pick<AgentOptions, 'coordinator' | 'logger' | 'trainerPath'>,
): Promise<Sweep[]> {
  const now = await Promise.all(ids.map((id) => sweeps.get(id, { signal: interrupt })));
  if (now.every(hasEnded)) return now;
  const agent = startAgent({
    ...wiring,
    id: 'quickstart',
    version: VERSION,
    slots: availableParallelism(),
    workloads: offeredWorkloads({}, 'cpu'),
    labels: {},
  });
  const display = showProgress(terminal.err, workloads);
  // An agent that cannot work ends the watching too, which would wait for it for ever.
  const watching = new AbortController();
  const failed = agent.done.catch((error: unknown) => {
    watching.abort();
    throw error;
  });
  const signal = AbortSignal.any([interrupt, watching.signal]);
  try {
    const watched = Promise.all(ids.map((id) => watch(sweeps, id, signal, (update) => display.update(update))));
    return await Promise.race([watched, failed.then(() => watched)]);
  } finally {
    display.end();
    await leave(agent, terminal, interrupt);
  }
}

async function watch(
  sweeps: SweepClient,
  id: string,
  signal: AbortSignal,
  show: ReturnType<typeof showProgress>['update'],
): Promise<Sweep> {
  let last: Sweep | undefined;
  for await (const update of sweeps.watch(id, { signal })) {
    last = update.sweep;
    show(update);
  }
  if (last === undefined) throw new GridsweepError('internal', `The coordinator said nothing about sweep ${id}.`);
  return last;
}

/** Lets the agent checkpoint and hand back what it still trains. */
async function leave(agent: Agent, { err }: Terminal, interrupt: AbortSignal): Promise<void> {
  if (interrupt.aborted) err.write('Storing checkpoints (Ctrl-C again ends at once) …\n');
  await agent.drain().catch(() => undefined); // What went wrong with the agent has been thrown by `done`.
}

function hasEnded({ state }: Sweep): boolean {
  return state === 'ended' || state === 'cancelled';
}

function ending(
  records: readonly SweepRecord[],
  wallTimeMs: number,
  index: string,
  { full = false }: QuickstartOptions,
): string {
  const trained = records.map((record) => summarize(record).wallTimeMs ?? 0).reduce((sum, ms) => Math.max(sum, ms), 0);
  const lines = [
    `This run took ${formatDuration(wallTimeMs)}; the longer of the two experiments ${formatDuration(trained)}.`,
    `Figures and tables: ${relative('', index) || index}`,
    ...(full ? [] : ['At full length (15 and 10 epochs, three seeds): gridsweep quickstart --full']),
    'Your own sweep: gridsweep coordinator, gridsweep agent, gridsweep submit examples/optimizers.yaml --watch',
  ];
  return lines.join('\n');
}
