import { MORE_CACHE_SPACE } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';

/** How far a setup is. */
export interface TensorflowProgress {
  /** waiting: another process is setting up. */
  readonly phase: 'waiting' | 'downloading' | 'checking' | 'unpacking' | 'compiling' | 'trying';
  /** The file that it is about; empty for all others. */
  readonly file: string;
  /** Bytes done, and altogether. Both 0 where there are none to count. */
  readonly bytes: number;
  readonly total: number;
}

export type OnTensorflowProgress = (progress: TensorflowProgress) => void;

/** Whatever went wrong during a setup, as one sentence that says what to do. */
export function setupFailure(thrown: unknown, folder: string): GridsweepError {
  const error = GridsweepError.from(thrown);
  switch (error.code) {
    case 'no-space':
      return thrown instanceof GridsweepError ? error : noSpace(folder, thrown);
    case 'cancelled':
      return new GridsweepError(
        'cancelled',
        'Stopped before TensorFlow was set up. The next `gridsweep setup tensorflow` goes on from here.',
        { cause: thrown },
      );
    case 'internal':
      return thrown instanceof GridsweepError
        ? error
        : new GridsweepError('unavailable', `TensorFlow cannot be set up in ${folder}: ${error.message}.`, {
            cause: thrown,
          });
    default:
      return error;
  }
}

export function noSpace(folder: string, cause?: unknown): GridsweepError {
  return new GridsweepError('no-space', `The disk is full: cannot write to ${folder}. ${MORE_CACHE_SPACE}`, { cause });
}

/** The lines of a program's complaints that say most. */
export function complaint(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /\berror\b/i.test(line));
  return (errors.length > 0 ? errors.slice(-2) : lines.filter(Boolean).slice(-2)).join(' ');
}
