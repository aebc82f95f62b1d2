import { GridsweepError } from '@gridsweep/sweep';

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
      return new GridsweepError(
        'no-space',
        `The disk is full: cannot ${doing} ${path}. Free some space, or name another folder with GRIDSWEEP_CACHE_DIR.`,
        cause,
      );
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
