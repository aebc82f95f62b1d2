import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpus, hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import { lockDevice } from '@gridsweep/devices';
import { connect, MOST_SLOTS, type CoordinatorClient } from '@gridsweep/protocol';
import { SYSTEM_TIMING, type Timing } from './backoff.ts';
import type { Agent, AgentOptions, FindSetup, SetupContext, TrainableWorkload } from './agent-options.ts';
import { CodeCache } from './fetch/code-cache.ts';
import { untilAborted } from './fetch/patiently.ts';
import { GpuMemory } from './gpu/memory.ts';
import type { GpuCare } from './gpu/recovery.ts';
import { GpuWatch } from './gpu/watch.ts';
import { serveHealth } from './health.ts';
import { prometheusText } from './prometheus.ts';
import { makeScratch } from './scratch.ts';
import { Session } from './session.ts';
import type { WorkloadSetup } from './trainer/channel.ts';
import { Trainer } from './trainer/trainer.ts';
import { Work } from './work.ts';

/** Time for a drain beyond what runs may take to stop. */
const DRAIN_WITHIN_MS = 20_000;
/** Time for the coordinator to acknowledge what was handed back at last, and to close the session after the last message. */
const GOODBYE_MS = 2_000;
/** Runs on a GPU that is lost have so long to end by themselves. */
const LOST_GRACE_MS = 2_000;

/**
 * Starts an agent: sets up the workloads, warms the trainer, then takes trials from the coordinator until it leaves.
 * @throws GridsweepError 'invalid' at once if an option cannot work.
 */
export function startAgent(options: AgentOptions): Agent {
  const { id, slots, workloads } = options;
  if (id === '') throw new GridsweepError('invalid', 'id: an agent needs a name that is not empty.');
  if (!Number.isInteger(slots) || slots < 1 || slots > MOST_SLOTS) {
    throw new GridsweepError('invalid', `slots: ${slots} is not a whole number from 1 to ${MOST_SLOTS}.`);
  }
  if (workloads.length === 0) throw new GridsweepError('invalid', 'workloads: an agent needs one at least to train.');
  const client = connect(options.coordinator);
  const drain = new AbortController();
  const stop = new AbortController();
  const done = live(options, client, drain, stop.signal).finally(() => client.close());
  return {
    done,
    drain: () => {
      drain.abort();
      return done;
    },
    stop: () => {
      stop.abort();
      drain.abort();
      return done;
    },
  };
}

/** The agent's life. `drain` is raised together with `stop`. */
async function live(
  { timing = SYSTEM_TIMING, ...options }: AgentOptions,
  { agents }: CoordinatorClient,
  drain: AbortController,
  stop: AbortSignal,
): Promise<void> {
  const { slots, gpu } = options;
  const logger = options.logger.child({ agent: options.id });
  const path = options.trainerPath ?? fileURLToPath(new URL('./trainer.js', import.meta.url));
  const over = new AbortController();
  const closers: (() => void | Promise<void>)[] = [() => over.abort()];
  let trainer: Trainer | undefined;
  let session: Session | undefined;
  let work: Work | undefined;
  let watch: GpuWatch | undefined;
  try {
    if (gpu !== undefined) {
      closers.push(await lockDevice(gpu.uuid));
      watch = await GpuWatch.start({
        gpu,
        logger,
        timing,
        onLost: (reason) => {
          logger.error(`The GPU is lost. ${reason}`);
          drain.abort();
          timing.sleep(LOST_GRACE_MS, over.signal).then(
            () => work?.abandon(),
            () => undefined,
          );
        },
      });
      closers.push(() => watch?.close());
    }
    if (options.httpPort !== undefined) {
      const health = await serveHealth(options.httpPort, {
        alive: () => trainer === undefined || trainer.pid !== null,
        ready: () => session?.connected === true,
        metrics: () =>
          prometheusText({
            agent: options.id,
            connected: session?.connected === true,
            slots: work?.slots ?? slots,
            busySlots: work?.busySlots ?? 0,
            ended: work?.endings ?? new Map(),
            device: watch?.metrics ?? null,
          }),
      });
      closers.push(health.close);
      logger.info({ port: health.port }, 'Serving /healthz, /readyz and /metrics.');
    }
    const scratch = await makeScratch();
    closers.push(() => scratch.close());
    const scratchDir = scratch.folder;
    const preparing = { logger, timing, signal: drain.signal };
    const up = await Trainer.start({
      ...preparing,
      path,
      slots,
      workloads: await setUp(options.workloads, { ...preparing, agents, scratchDir }),
      onUp: () => {
        work?.trainerUp();
        session?.beat();
      },
      onUnable: () => work?.trainerUnable(),
    });
    trainer = up;
    closers.push(() => up.stop());
    logger.info({ workloads: up.workloads, slots, trainer: up.pid }, 'Ready to train.');
    options.onReady?.();

    const { codeDir = join(scratchDir, 'code'), unpackCode = cannotUnpack } = options;
    const code = new CodeCache({ folder: codeDir, agents, unpack: unpackCode, logger, timing });
    closers.push(() => code.close());
    const working = new Work({
      slots,
      trainer: up,
      agents,
      code,
      scratchDir,
      timing,
      logger,
      onChange: () => session?.wake(),
      onFewerSlots: () => session?.beat(),
      gpu: watch && (await careFor(watch, timing)),
    });
    work = working;
    closers.push(() => working.close());
    const identity = {
      agentId: options.id,
      instanceId: randomUUID(),
      version: options.version,
      nodeVersion: process.versions.node,
      device: watch?.name ?? cpus()[0]?.model.trim() ?? 'unknown processor',
      host: hostname(),
      labels: options.labels,
      workloads: up.workloads,
    };
    session = new Session({
      agents,
      address: options.coordinator,
      hello: () => ({ ...identity, slots: working.slots, resuming: working.resuming() }),
      work: working,
      device: watch && (() => watch!.metrics),
      onDrain: () => drain.abort(),
      logger,
      timing,
    });
    const { drainWithinMs: withinMs = DRAIN_WITHIN_MS + up.cancelWithinMs } = options;
    await converse(session, working, { drain: drain.signal, stop, logger, withinMs });
  } catch (thrown) {
    // Asked to leave before it had begun to work.
    if (!drain.signal.aborted) throw GridsweepError.from(thrown);
  } finally {
    for (const close of closers.reverse()) await close();
  }
  const lost = watch?.lost;
  if (lost) throw lost;
}

async function setUp(workloads: readonly TrainableWorkload[], context: SetupContext): Promise<WorkloadSetup[]> {
  const ready: WorkloadSetup[] = [];
  for (const { name, setup } of workloads) {
    ready.push({ name, setup: isFinder(setup) ? await untilAborted(setup(context), context.signal) : setup });
  }
  return ready;
}

function isFinder(setup: object): setup is FindSetup {
  return typeof setup === 'function';
}

function cannotUnpack(): Promise<void> {
  return Promise.reject(new GridsweepError('unavailable', 'This agent cannot unpack the code of a sweep.'));
}
async function careFor(watch: GpuWatch, timing: Timing): Promise<GpuCare> {
  const memory = new GpuMemory({ used: () => watch.readMemory(), timing });
  await memory.started();
  return { memory, isLost: async () => (await watch.readMemory()) === null && watch.lost !== null };
}

/** Works until asked to leave, then leaves: properly by `drain`, at once by `stop`. */
async function converse(
  session: Session,
  work: Work,
  {
    drain,
    stop,
    logger,
    withinMs,
  }: {
    readonly drain: AbortSignal;
    readonly stop: AbortSignal;
    readonly logger: Logger;
    readonly withinMs: number;
  },
): Promise<void> {
  const conversation = session.run();
  await Promise.race([conversation, raised(drain)]);
  if (!stop.aborted) {
    logger.info('Draining: trials are checkpointed and handed back.');
    const settled = work.drain();
    session.announceDraining();
    const settledWithin = (ms: number) =>
      Promise.race([conversation, settled, raised(AbortSignal.any([stop, AbortSignal.timeout(ms)]))]);
    await settledWithin(withinMs);
    if (!work.settled) {
      work.abandon();
      await settledWithin(GOODBYE_MS);
    }
    if (!work.settled) logger.warn('Left before the coordinator had acknowledged everything.');
  }
  session.end(stop.aborted ? 0 : GOODBYE_MS);
  await Promise.race([conversation, raised(stop)]);
}

async function raised(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
