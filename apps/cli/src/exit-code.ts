import type { GridsweepError } from '@gridsweep/sweep';
import type { Sweep } from '@gridsweep/protocol';

/** What the program's exit status means, the same for every command. */
export const EXIT = {
  /** Done; of a sweep: every trial finished, whatever its outcome. */
  ok: 0,
  error: 1,
  /** Wrong usage: an option, an argument or a sweep file that cannot work, or an agent that the coordinator refuses. */
  usage: 2,
  /** The sweep has ended and some trials failed. */
  trialsFailed: 3,
  cancelled: 4,
  /** Stopped by Ctrl-C. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit status:
  0    done; of a sweep: all trials finished
  1    error
  2    wrong usage: an option, an argument or a sweep file
  3    some trials failed
  4    cancelled
  130  interrupted`;

/** The exit status that says how a sweep stands. */
export function exitCodeOf({ state, counts }: Sweep): ExitCode {
  if (counts.failed > 0) return EXIT.trialsFailed;
  return state === 'cancelled' || counts.cancelled > 0 ? EXIT.cancelled : EXIT.ok;
}

/** @param interrupted the user has asked the program to stop: what is cancelled then is so for that reason */
export function exitCodeOfError({ code }: GridsweepError, interrupted: boolean): ExitCode {
  if (interrupted && code === 'cancelled') return EXIT.interrupted;
  return code === 'invalid' || code === 'refused' ? EXIT.usage : EXIT.error;
}
