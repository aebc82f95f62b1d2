import { basename } from 'node:path';
import type { Failure, RunEnd } from '@gridsweep/sweep';
import type { Exit } from './process/command-process.ts';

/** sysexits.h: try again later. */
const HAND_BACK = 75;
/** sysexits.h: something is wrong with the configuration. */
const BAD_CONFIG = 78;
/** What env(1) and shells give for a program that cannot be run, and for one that is not there. */
const NOT_RUN: Readonly<Record<number, string>> = { 126: 'cannot be run', 127: 'was not found' };

/** What is known when a command is gone. */
export interface Ended {
  readonly argv: readonly string[];
  readonly exit: Exit;
  /** Whether it has reported that it is done. */
  readonly isDone: boolean;
  readonly hasDiverged: boolean;
  /** Whether a checkpoint was kept since it started. */
  readonly hasCheckpoint: boolean;
  /** Whether the kernel has killed a process for want of memory meanwhile. */
  readonly wasMemoryShort: boolean;
  readonly lastWords: string;
}

/** What a command's end means for its trial. */
export function endOf(ended: Ended): RunEnd {
  const { exit, isDone, lastWords } = ended;
  if (exit.code === 0 && (!exit.asked || isDone)) {
    return { type: 'finished', outcome: ended.hasDiverged ? 'diverged' : 'completed' };
  }
  if (exit.code === BAD_CONFIG) return fail('bad-config', describe(exit), lastWords);
  // Stopped before it was done: whatever its exit status, that is nobody's fault.
  if (exit.asked || (exit.code === HAND_BACK && ended.hasCheckpoint)) return { type: 'drained' };
  if (exit.code === HAND_BACK) {
    // Else a command that does nothing else would be handed back for ever.
    return fail('crash', 'The command handed its trial back (exit status 75) and had kept no checkpoint', lastWords);
  }
  const wasKilled = exit.signal === 'SIGKILL' || exit.code === 128 + 9;
  if ((wasKilled && !exit.killed && ended.wasMemoryShort) || saysMemoryIsFull(lastWords)) {
    return fail('out-of-memory', `${describe(exit)}, for want of memory`, lastWords);
  }
  const notRun = exit.code === null ? undefined : NOT_RUN[exit.code];
  if (notRun !== undefined && basename(ended.argv[0]!) === 'env') {
    return fail('bad-config', `The command's program ${notRun} (exit status ${exit.code})`, lastWords);
  }
  return fail('crash', describe(exit), lastWords);
}

function fail(kind: Failure['kind'], how: string, lastWords: string): RunEnd {
  const detail = lastWords === '' ? `${how}. It printed nothing.` : `${how}. Its last lines:\n${lastWords}`;
  return { type: 'failed', kind, detail };
}

function describe({ code, signal }: Exit): string {
  if (code === null) return `The command was ended by ${signal ?? 'a signal'}`;
  return `The command ended with exit status ${code}${code === BAD_CONFIG ? ', which says that its configuration is wrong' : ''}`;
}

/** What PyTorch, JAX, TensorFlow and runtimes say as their last words when the memory of a device or machine is used up. */
function saysMemoryIsFull(text: string): boolean {
  return /\b(?:CUDA|HIP|MPS backend) out of memory|OutOfMemoryError|CUDA_ERROR_OUT_OF_MEMORY|RESOURCE_?EXHAUSTED|OOM when allocating|can't allocate memory|Cannot allocate memory|^MemoryError\b|std::bad_alloc|heap out of memory|is killed by signal: Killed/im.test(
    text,
  );
}
