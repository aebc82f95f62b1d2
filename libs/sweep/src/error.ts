/** Everything that can go wrong as a caller sees it. */
export const ERROR_CODES = [
  /** Input that can never work: a spec, an option, a file's content. */
  'invalid',
  /** No such sweep, trial, agent or file. */
  'not-found',
  /** The request does not fit the present state. */
  'conflict',
  /** A lease was lost: the write changed nothing (I2). */
  'fenced',
  /** The other side cannot be reached, or not now. */
  'unavailable',
  /** Not admitted, for good: a wrong version, a name taken by another. Trying again changes nothing. */
  'refused',
  /** The data set is missing, broken or not what it should be. */
  'data',
  /** A checkpoint cannot be read, or is another run's. */
  'checkpoint',
  'no-space',
  'address-in-use',
  'cancelled',
  /** A defect of ours. */
  'internal',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The one error class. `message` is a full sentence for the person who runs the program. */
export class GridsweepError extends Error {
  override readonly name = 'GridsweepError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** Whatever was thrown, as a GridsweepError: operating-system errors by their errno, anything unknown as 'internal'. */
  static from(thrown: unknown): GridsweepError {
    if (thrown instanceof GridsweepError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new GridsweepError(codeOf(thrown), message, { cause: thrown });
  }
}

function codeOf(thrown: unknown): ErrorCode {
  if (!(thrown instanceof Error)) return 'internal';
  if (thrown.name === 'AbortError') return 'cancelled';
  switch ((thrown as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no-space';
    case 'EADDRINUSE':
      return 'address-in-use';
    case 'ENOENT':
      return 'not-found';
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return 'unavailable';
    default:
      return 'internal';
  }
}
