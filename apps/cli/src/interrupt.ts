import { EXIT } from './exit-code.ts';

/** The user's wish that the program stop. */
export interface Interrupt {
  /** Aborts at the first signal; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** Takes back what was installed. */
  dispose(): void;
}

/** Ctrl-C, a service manager's wish, a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The first of these signals asks the command to stop cleanly; Ctrl-C after it ends the process at once. A service manager's wish
 * said twice is the same wish: what it has given time for goes on.
 */
export function onInterrupt(target: Pick<NodeJS.Process, 'on' | 'off' | 'exit'> = process): Interrupt {
  const controller = new AbortController();
  const receive = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      controller.abort(name);
      return;
    }
    if (name === 'SIGINT') target.exit(EXIT.interrupted);
  };
  for (const name of SIGNALS) target.on(name, receive);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const name of SIGNALS) target.off(name, receive);
    },
  };
}
