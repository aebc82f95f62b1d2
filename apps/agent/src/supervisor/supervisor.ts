import type { DeviceReading } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import type { Logger } from 'pino';
import { SYSTEM_TIMING, type Timing } from '../backoff.ts';
import { DeviceKeeper, type KeptEnd, type SupervisedAgent } from './device-keeper.ts';

export interface SupervisorOptions {
  readonly agents: readonly SupervisedAgent[];
  /** Looks at a device. */
  readonly health: (uuid: string) => Promise<DeviceReading>;
  readonly logger: Logger;
  readonly timing?: Timing | undefined;
}

export interface Supervisor {
  /**
   * Resolves with an exit status when no agent runs and none is to be started: 0 if each has left as it should, else what the
   * first other ended with. Where an agent ends before any was ready, all are given up.
   */
  readonly done: Promise<number>;
  /** Drains every agent. The same promise as `done`. */
  readonly drain: () => Promise<number>;
  /** Ends every agent at once. The same promise as `done`. */
  readonly stop: () => Promise<number>;
}

/**
 * Runs one agent process for each device and starts it again when it crashes. No agent outlives this process.
 * @throws GridsweepError 'invalid' without any device
 */
export function supervise({ agents, health, logger, timing = SYSTEM_TIMING }: SupervisorOptions): Supervisor {
  if (agents.length === 0) throw new GridsweepError('invalid', 'device: there is none to run an agent on.');
  const drain = new AbortController();
  let ready = 0;
  const keepers = agents.map(
    (agent) =>
      new DeviceKeeper({
        agent,
        health,
        timing,
        logger: logger.child({ device: agent.label, uuid: agent.uuid }),
        drain: drain.signal,
        onReady: () => (ready += 1),
        worthRetrying: () => ready > 0,
      }),
  );
  const kill = () => {
    for (const keeper of keepers) keeper.kill();
  };
  process.on('exit', kill);
  const kept = keepers.map(async (keeper) => {
    const end = await keeper.keep();
    if (end.type === 'hopeless') drain.abort();
    return end;
  });
  const done = Promise.all(kept)
    .then(statusOf)
    .finally(() => process.off('exit', kill));
  return {
    done,
    drain: () => {
      drain.abort();
      return done;
    },
    stop: () => {
      drain.abort();
      kill();
      return done;
    },
  };
}

function statusOf(ends: readonly KeptEnd[]): number {
  const bad = ends.find(({ type }) => type === 'hopeless') ?? ends.find(({ code }) => code !== 0);
  return bad?.code ?? 0;
}
