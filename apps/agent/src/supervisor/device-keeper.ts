import { once } from 'node:events';
import type { DeviceReading } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import type { Logger } from 'pino';
import { Backoff, type Timing } from '../backoff.ts';
import { SupervisedChild, type ChildEnd } from './child.ts';
import type { CommandLine } from './pin.ts';

const RESTART = { initialMs: 1_000, maxMs: 60_000, resetAfterMs: 60_000 };
const LOOK_EVERY_MS = 5_000;
/** An agent whose GPU is lost has so long to leave by itself. */
const LEAVE_WITHIN_MS = 30_000;
/** Exit status of a wrong usage: the coordinator refuses the agent, or an option cannot work. Trying again changes nothing. */
const REFUSED = 2;

/** An agent that is to run on a device. */
export interface SupervisedAgent {
  /** GPU or MIG instance. */
  readonly uuid: string;
  /** For people: "2" or "2:1". */
  readonly label: string;
  readonly command: CommandLine;
  readonly env: NodeJS.ProcessEnv;
}

export interface DeviceKeeperOptions {
  readonly agent: SupervisedAgent;
  readonly health: (uuid: string) => Promise<DeviceReading>;
  readonly timing: Timing;
  readonly logger: Logger;
  /** Raised when the agent is to drain and not to be started again. */
  readonly drain: AbortSignal;
  readonly onReady: () => void;
  /** Whether an agent that ends before it was ready is worth another try. */
  readonly worthRetrying: () => boolean;
}

/** What became of a device's agent in the end. `hopeless`: it never worked, and neither does any other. */
export type KeptEnd = { readonly type: 'left' | 'gave-up' | 'hopeless'; readonly code: number };

/**
 * Keeps one agent process running on one device.
 *
 *     checking ──healthy──▶ running ──crashed──▶ waiting ──backoff over──▶ checking
 *      ▲   │ lost              │ lost
 *      │   ▼                   ▼
 *     unhealthy ◀──exit── leaving
 *
 * A process that leaves with 0 was drained, by the supervisor or by the coordinator: that is the end of it.
 */
export class DeviceKeeper {
  readonly #options: DeviceKeeperOptions;
  readonly #backoff: Backoff;
  #child: SupervisedChild | null = null;

  constructor(options: DeviceKeeperOptions) {
    this.#options = options;
    this.#backoff = new Backoff(RESTART, options.timing);
  }

  /** Resolves when the agent is not to be started again. */
  async keep(): Promise<KeptEnd> {
    const { drain, timing, worthRetrying } = this.#options;
    for (;;) {
      await this.#untilHealthy();
      if (isRaised(drain)) return { type: 'left', code: 0 };
      const { end, ready, lost } = await this.#live();
      const code = end.code ?? 1;
      if (isRaised(drain)) return { type: 'left', code };
      if (lost) continue;
      if (end.code === 0) return { type: 'left', code };
      if (!ready && end.signal === null && !worthRetrying()) return { type: 'hopeless', code };
      if (end.code === REFUSED) return this.#giveUp(code);
      const delayMs = this.#backoff.nextDelayMs();
      this.#tell(end, delayMs);
      await timing.sleep(delayMs, drain).catch(() => undefined);
    }
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child?.kill();
  }

  async #untilHealthy(): Promise<void> {
    const { drain, timing, logger } = this.#options;
    for (let told = false; !isRaised(drain); told = true) {
      const trouble = await this.#trouble();
      if (trouble === null) {
        if (told) logger.info('The GPU is back.');
        return;
      }
      if (!told) logger.error(`The GPU is unhealthy and gets no agent until it is back. ${trouble}`);
      await timing.sleep(LOOK_EVERY_MS, drain).catch(() => undefined);
    }
  }

  /** Runs the process to its end. */
  async #live(): Promise<{ readonly end: ChildEnd; readonly ready: boolean; readonly lost: boolean }> {
    const { agent, logger, onReady, drain } = this.#options;
    let ready = false;
    const child = new SupervisedChild(agent.command, agent.env, () => {
      ready = true;
      this.#backoff.succeeded();
      onReady();
    });
    this.#child = child;
    logger.info({ process: child.pid }, 'The agent is started.');
    const over = new AbortController();
    const leave = () => child.leave();
    if (isRaised(drain)) leave();
    drain.addEventListener('abort', leave);
    const lost = this.#watch(child, over.signal);
    try {
      const end = await child.ended;
      // The agent may have seen it first.
      const trouble = end.code === 0 || isRaised(drain) ? null : await this.#trouble();
      over.abort();
      return { end, ready, lost: (await lost) || trouble !== null };
    } finally {
      drain.removeEventListener('abort', leave);
      this.#child = null;
    }
  }

  /** Makes the process leave when its GPU is lost. @returns whether it was */
  async #watch(child: SupervisedChild, over: AbortSignal): Promise<boolean> {
    const { timing, logger } = this.#options;
    const aborted = once(over, 'abort');
    for (;;) {
      await timing.sleep(LOOK_EVERY_MS, over).catch(() => undefined);
      if (isRaised(over)) return false;
      const trouble = await this.#trouble();
      if (trouble === null) continue;
      if (isRaised(over)) return true;
      logger.error(`The GPU is lost: its agent is told to leave. ${trouble}`);
      child.leave();
      await Promise.race([aborted, timing.sleep(LEAVE_WITHIN_MS, over).catch(() => undefined)]);
      if (!isRaised(over)) child.kill();
      return true;
    }
  }

  /** Why the device cannot be used; null if it can. */
  async #trouble(): Promise<string | null> {
    const { health, agent } = this.#options;
    try {
      const reading = await health(agent.uuid);
      return reading.type === 'ok' ? null : reading.reason;
    } catch (thrown) {
      return GridsweepError.from(thrown).message;
    }
  }

  #giveUp(code: number): KeptEnd {
    this.#options.logger.error('The agent was refused, which another try would not change. The GPU stays without one.');
    return { type: 'gave-up', code };
  }

  #tell({ code, signal }: ChildEnd, delayMs: number): void {
    const how = signal === null ? `with status ${code ?? 'unknown'}` : `by ${signal}`;
    const seconds = (delayMs / 1000).toFixed(1);
    this.#options.logger.error(`The agent ended ${how}. It is started again in ${seconds} s.`);
  }
}

/** As a call, because it may be raised while something is waited for. */
function isRaised(signal: AbortSignal): boolean {
  return signal.aborted;
}
