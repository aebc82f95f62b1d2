import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { GridsweepError } from '@gridsweep/sweep';
import { lockDevice } from '@gridsweep/devices';
import type { DeviceChoice, EngineName } from '@gridsweep/lenet';
import { connect, type CoordinatorClient } from '@gridsweep/protocol';
import { SYSTEM_TIMING, type Timing } from './backoff.ts';
import { findDataset, type DatasetWays } from './dataset.ts';
import { GpuMemory } from './gpu-memory.ts';
import type { GpuCare } from './gpu-recovery.ts';
import { GpuWatch, type PinnedGpu } from './gpu-watch.ts';
import { serveHealth } from './health.ts';
import { prometheusText } from './prometheus.ts';
import { provenanceOf } from './provenance.ts';
import { Session } from './session.ts';
import { Trainer } from './trainer/trainer.ts';
import { Work } from './work.ts';

export interface AgentOptions {
  /** The coordinator's "host:port". It need not be there yet. */
  readonly coordinator: string;
  /** Names the agent; the same after a restart. */
  readonly id: string;
  /** Trials trained at once. */
  readonly slots: number;
  readonly engine: EngineName;
  /** Default: auto. */
  readonly device?: DeviceChoice | undefined;
  /** The GPU that this agent alone trains on; this process's CUDA_VISIBLE_DEVICES names it and no other. */
  readonly gpu?: PinnedGpu | undefined;
  readonly dataset: DatasetWays;
  readonly labels: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /**
   * Serves GET /healthz (the trainer is up), /readyz (the coordinator is connected) and /metrics (for Prometheus) if given; 0
   * takes a free port.
   */
  readonly httpPort?: number | undefined;
  /** A drain that takes longer gives up what is not acknowledged by then. Default: 20 seconds. */
  readonly drainWithinMs?: number | undefined;
  /** File of the trainer process. Default: trainer.js beside this file, as the program is packed. */
  readonly trainerPath?: string | undefined;
  readonly timing?: Timing | undefined;
  /** Called when the trainer is warm. */
  readonly onReady?: (() => void) | undefined;
}

export interface Agent {
  /**
   * Resolves when the agent has left: drained, asked so by `drain` or the coordinator, or stopped. Rejects with
   * GridsweepError if it cannot work: no data set, a port in use, refused by the coordinator, its GPU in use ('conflict') or
   * lost ('unavailable': its trials were handed back).
   */
  readonly done: Promise<void>;
  /** Checkpoints its trials at the next chunk boundary, hands them back and leaves. The same promise as `done`. */
  drain(): Promise<void>;
  /** Leaves at once; the leases run out or are taken over by a new start. The same promise as `done`. */
  stop(): Promise<void>;
}

const DRAIN_WITHIN_MS = 20_000;
/** Time for the coordinator to close the session after the last message. */
const GOODBYE_MS = 2_000;
const MOST_SLOTS = 256;
/** Runs on a GPU that is lost have so long to end by themselves. */
const LOST_GRACE_MS = 2_000;

/**
 * Starts an agent: finds the data set, warms the trainer, then takes trials from the coordinator until it leaves.
 * @throws GridsweepError 'invalid' at once if an option cannot work.
 */
export function startAgent(options: AgentOptions): Agent {
  const { id, slots } = options;
  if (id === '') throw new GridsweepError('invalid', 'id: an agent needs a name that is not empty.');
  if (!Number.isInteger(slots) || slots < 1 || slots > MOST_SLOTS) {
    throw new GridsweepError('invalid', `slots: ${slots} is not a whole number from 1 to ${MOST_SLOTS}.`);
  }
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
  const { engine, slots, device = 'auto', gpu } = options;
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
    const preparing = { logger, timing, signal: drain.signal };
    const dataset = await findDataset({ ...preparing, ways: options.dataset, agents });
    const up = await Trainer.start({ ...preparing, path, engine, device, slots, dataset });
    trainer = up;
    closers.push(() => up.stop());
    logger.info({ engine, variant: up.engineVariant, slots, trainer: up.pid }, 'Ready to train.');
    options.onReady?.();

    const working = new Work({
      slots,
      trainer: up,
      timing,
      logger,
      onChange: () => session?.wake(),
      onFewerSlots: () => session?.beat(),
      gpu: watch && (await careFor(watch, timing)),
    });
    work = working;
    closers.push(() => working.close());
    const instanceId = randomUUID();
    session = new Session({
      agents,
      address: options.coordinator,
      hello: () => ({
        agentId: options.id,
        instanceId,
        provenance: provenanceOf(engine, up.engineVariant, watch?.name),
        host: hostname(),
        slots: working.slots,
        labels: options.labels,
        resuming: working.resuming(),
      }),
      work: working,
      device: watch && (() => watch!.metrics),
      onDrain: () => drain.abort(),
      logger,
      timing,
    });
    await converse(session, working, { drain: drain.signal, stop, logger, withinMs: options.drainWithinMs });
  } catch (thrown) {
    // Asked to leave before it had begun to work.
    if (!drain.signal.aborted) throw GridsweepError.from(thrown);
  } finally {
    for (const close of closers.reverse()) await close();
  }
  const lost = watch?.lost;
  if (lost) throw lost;
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
    withinMs = DRAIN_WITHIN_MS,
  }: {
    readonly drain: AbortSignal;
    readonly stop: AbortSignal;
    readonly logger: Logger;
    readonly withinMs: number | undefined;
  },
): Promise<void> {
  const conversation = session.run();
  await Promise.race([conversation, raised(drain)]);
  if (!stop.aborted) {
    logger.info('Draining: trials are checkpointed and handed back.');
    const settled = work.drain();
    session.announceDraining();
    await Promise.race([conversation, settled, raised(AbortSignal.any([stop, AbortSignal.timeout(withinMs)]))]);
    if (!work.settled) logger.warn('Left before the coordinator had acknowledged everything.');
  }
  session.end(stop.aborted ? 0 : GOODBYE_MS);
  await Promise.race([conversation, raised(stop)]);
}

async function raised(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
