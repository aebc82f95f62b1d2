import { MORE_CACHE_SPACE } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';

/** How far the fetching or importing of a data set is. */
export interface DatasetProgress {
  /**
   * waiting: another process is fetching; downloading, checking, decoding; copying: from a folder or another machine;
   * verifying: the finished file's hash, counts and statistics.
   */
  readonly phase: 'waiting' | 'downloading' | 'checking' | 'decoding' | 'copying' | 'verifying';
  /** Bytes done of `total` in this phase; both 0 where that is not known. */
  readonly bytes: number;
  readonly total: number;
}

export type OnDatasetProgress = (progress: DatasetProgress) => void;

/** What a person can do who has no data set and cannot get it from the registry. */
export const OTHER_WAYS =
  'Get cifar-10-binary.tar.gz (or a folder with its .bin files) by other means and run `gridsweep dataset import PATH`, ' +
  'or name the folder with --data FOLDER.';

/** Whatever went wrong while `path` was read or written, as one sentence that says what to do. */
export function fileFailure(thrown: unknown, doing: string, path: string): GridsweepError {
  if (thrown instanceof GridsweepError) return thrown;
  const { code, message } = GridsweepError.from(thrown);
  const cause = { cause: thrown };
  switch (code) {
    case 'no-space':
      return new GridsweepError('no-space', `The disk is full: cannot ${doing} ${path}. ${MORE_CACHE_SPACE}`, cause);
    case 'cancelled':
      return new GridsweepError(
        'cancelled',
        `Stopped before the data set was complete: could not ${doing} ${path}.`,
        cause,
      );
    case 'unavailable':
      return new GridsweepError('unavailable', `Cannot ${doing} ${path}: ${message}.`, cause);
    default:
      return new GridsweepError('data', `Cannot ${doing} ${path}: ${message}.`, cause);
  }
}
