import { ERROR_CODES, GridsweepError, type ErrorCode } from '@gridsweep/sweep';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

/** Trailer that carries our code, so that it survives the trip exactly; the gRPC status is for other tools. */
const CODE_KEY = 'gridsweep-error-code';

const STATUS_OF: Readonly<Record<ErrorCode, status>> = {
  invalid: status.INVALID_ARGUMENT,
  'not-found': status.NOT_FOUND,
  conflict: status.FAILED_PRECONDITION,
  fenced: status.ABORTED,
  unavailable: status.UNAVAILABLE,
  refused: status.PERMISSION_DENIED,
  data: status.DATA_LOSS,
  checkpoint: status.OUT_OF_RANGE,
  'no-space': status.RESOURCE_EXHAUSTED,
  'address-in-use': status.ALREADY_EXISTS,
  cancelled: status.CANCELLED,
  internal: status.INTERNAL,
};

/** Codes of statuses that no code of ours was sent with: what gRPC itself says, or a server that is not ours. */
function codeOfStatus(code: status): ErrorCode {
  if (code === status.DEADLINE_EXCEEDED) return 'unavailable';
  if (code === status.RESOURCE_EXHAUSTED) return 'invalid'; // gRPC's own: a message over the size limit.
  return ERROR_CODES.find((name) => STATUS_OF[name] === code) ?? 'internal';
}

/** What was thrown by a handler, as gRPC sends it. */
export function toServiceError(thrown: unknown): ServiceError {
  const error = GridsweepError.from(thrown);
  const metadata = new Metadata();
  metadata.set(CODE_KEY, error.code);
  const { message } = error;
  return Object.assign(new Error(message, { cause: thrown }), {
    code: STATUS_OF[error.code],
    details: message,
    metadata,
  });
}

/** What a call ended with, as the caller sees it. `address` is where the coordinator was looked for. */
export function fromServiceError(thrown: unknown, address: string): GridsweepError {
  if (thrown instanceof GridsweepError) return thrown;
  if (!isServiceError(thrown)) return GridsweepError.from(thrown);
  const sent = thrown.metadata.get(CODE_KEY)[0];
  const code = ERROR_CODES.find((name) => name === sent);
  if (code !== undefined) return new GridsweepError(code, thrown.details, { cause: thrown });
  switch (thrown.code) {
    case status.UNAVAILABLE:
    case status.CANCELLED: // By the other side: a caller's own cancelling never comes here.
      return unreachable(address, thrown);
    case status.DEADLINE_EXCEEDED:
      return new GridsweepError('unavailable', `The coordinator at ${address} took too long to answer.`, {
        cause: thrown,
      });
    case status.UNIMPLEMENTED:
      return new GridsweepError(
        'unavailable',
        `What answers at ${address} is no coordinator of this version of gridsweep (${thrown.details}).`,
        { cause: thrown },
      );
    default:
      return new GridsweepError(codeOfStatus(thrown.code), thrown.details, { cause: thrown });
  }
}

function unreachable(address: string, thrown: ServiceError): GridsweepError {
  const [, reason] = /^No connection established\. Last error: (.*)$/s.exec(thrown.details) ?? [];
  if (reason === undefined) {
    return new GridsweepError(
      'unavailable',
      `The connection to the coordinator at ${address} was lost (${thrown.details}).`,
      {
        cause: thrown,
      },
    );
  }
  return nobodyAnswers(address, reason, thrown);
}

/** The coordinator cannot be reached at all. */
export function nobodyAnswers(address: string, reason: string, cause?: unknown): GridsweepError {
  // Node's sentence repeats the address ("connect ECONNREFUSED 127.0.0.1:50051"); its code says enough. gRPC has no sentence
  // ("null. Resolution note: ") where a connection ended before it was ready.
  const said = /^null\b/.test(reason) ? 'the connection ended before it was ready' : reason;
  const [brief = said] = /\bE[A-Z]{4,}\b/.exec(said) ?? [];
  return new GridsweepError(
    'unavailable',
    `No coordinator answers at ${address} (${brief}). Start one with: gridsweep coordinator`,
    { cause },
  );
}

function isServiceError(thrown: unknown): thrown is ServiceError {
  return thrown instanceof Error && 'metadata' in thrown && thrown.metadata instanceof Metadata && 'code' in thrown;
}
