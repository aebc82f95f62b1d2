import { EXIT } from './exit-code.ts';

/** The user's wish that the program stop. */
export interface Interrupt {
  /** Aborts at the first SIGINT or SIGTERM; its reason is the signal's name. */
  readonly signal: AbortSignal;
  /** Takes back what was installed. */
  dispose(): void;
}

/**
 * The first SIGINT or SIGTERM asks the command to stop cleanly; a second one ends the process at once.
 * @param again called at the second signal, before the process ends.
 */
export function onInterrupt(
  target: Pick<NodeJS.Process, 'on' | 'off' | 'exit'> = process,
  again: () => void = () => undefined,
): Interrupt {
  const controller = new AbortController();
  const receive = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) {
      controller.abort(name);
      return;
    }
    again();
    target.exit(EXIT.interrupted);
  };
  target.on('SIGINT', receive).on('SIGTERM', receive);
  return {
    signal: controller.signal,
    dispose: () => {
      target.off('SIGINT', receive).off('SIGTERM', receive);
    },
  };
}
