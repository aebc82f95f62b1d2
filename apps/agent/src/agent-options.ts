import type { Logger } from 'pino';
import type { AgentClient } from '@gridsweep/protocol';
import type { Timing } from './backoff.ts';
import type { UnpackCode } from './fetch/code-cache.ts';
import type { Patience } from './fetch/patiently.ts';
import type { PinnedGpu } from './gpu/watch.ts';

/** What a workload's setup may need. */
export interface SetupContext extends Patience {
  /** The coordinator, which need not be there yet. */
  readonly agents: AgentClient;
  /** A folder that the agent has for itself. It goes with the agent; where that is killed, with the next one's start. */
  readonly scratchDir: string;
}

/** A workload that the agent is to train; its `Trainable` must be in the registry of the trainer process. */
export interface TrainableWorkload {
  readonly name: string;
  /** What `Trainable.prepare` is given, or what finds it: plain JSON. */
  readonly setup: object | FindSetup;
}
export type FindSetup = (context: SetupContext) => Promise<object>;

export interface AgentOptions {
  /** The coordinator's "host:port". It need not be there yet. */
  readonly coordinator: string;
  /** Names the agent; the same after a restart. */
  readonly id: string;
  /** Version of gridsweep. */
  readonly version: string;
  /** Trials trained at once. */
  readonly slots: number;
  readonly workloads: readonly TrainableWorkload[];
  /** The GPU that this agent alone trains on; this process's CUDA_VISIBLE_DEVICES names it and no other. */
  readonly gpu?: PinnedGpu | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /**
   * Serves GET /healthz (the trainer is up), /readyz (the coordinator is connected) and /metrics (for Prometheus) if given; 0
   * takes a free port.
   */
  readonly httpPort?: number | undefined;
  /**
   * A drain that takes longer hands trials back as they stand, and gives up what is not acknowledged soon. Default: 20 seconds
   * more than a workload's runs may take to stop.
   */
  readonly drainWithinMs?: number | undefined;
  /** File of the trainer process. Default: trainer.js beside this file, as the program is packed. */
  readonly trainerPath?: string | undefined;
  /** Folder where code that sweeps bring is kept for all agents of this machine. Default: one that goes with the agent. */
  readonly codeDir?: string | undefined;
  /** Unpacks the code of a sweep. Default: trials with code fail. */
  readonly unpackCode?: UnpackCode | undefined;
  readonly timing?: Timing | undefined;
  /** Called when the trainer is warm. */
  readonly onReady?: (() => void) | undefined;
}

export interface Agent {
  /**
   * Resolves when the agent has left: drained, asked so by `drain` or the coordinator, or stopped. Rejects with
   * GridsweepError if it cannot work: a workload that cannot be trained here, a port in use, not admitted by the coordinator
   * ('refused'), its GPU in use ('conflict') or lost ('unavailable': its trials were handed back).
   */
  readonly done: Promise<void>;
  /** Checkpoints its trials at the next chunk boundary, hands them back and leaves. The same promise as `done`. */
  drain(): Promise<void>;
  /** Leaves at once; the leases run out or are taken over by a new start. The same promise as `done`. */
  stop(): Promise<void>;
}
