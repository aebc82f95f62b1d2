import { GridsweepError } from '@gridsweep/sweep';
import {
  connectivityState,
  Metadata,
  type Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type MethodDefinition,
} from '@grpc/grpc-js';
import { fromServiceError, nobodyAnswers } from './errors.ts';
import type { Method } from './methods.ts';
import type { CallOptions, Session } from './service.ts';
import { written } from './written.ts';

/** A channel to one coordinator with one service's methods. */
export interface Connection {
  readonly client: Client;
  readonly address: string;
  /** Time to wait for the coordinator to accept the connection. */
  readonly connectTimeoutMs: number;
  readonly methods: Readonly<Record<string, MethodDefinition<unknown, unknown>>>;
  /** Calls that have not ended; closing the connection cancels them. */
  readonly calls: Set<Cancellable>;
}

export interface Cancellable {
  cancel(): void;
}

/** A call with one answer may take so long unless its options say otherwise. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** A call with one request and one answer. */
export async function unary<Request, Response>(
  connection: Connection,
  method: Method<Request, Response>,
  request: Request,
  options: CallOptions = {},
): Promise<Response> {
  const { client, address } = connection;
  const { signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  await reachable(connection, signal);
  const { path, requestSerialize, responseDeserialize } = connection.methods[method.name]!;
  const argument = method.request.toWire(request);
  return new Promise((resolve, reject) => {
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      argument,
      new Metadata(),
      { deadline: Date.now() + timeoutMs },
      (error, answer) => {
        unlink();
        if (signal?.aborted) reject(cancelled());
        else if (error) reject(fromServiceError(error, address));
        else settle(() => method.response.fromWire(answer as never), resolve, reject);
      },
    );
    const unlink = track(connection, call, signal);
  });
}

/** A call with one request and a stream of answers, read only as fast as they are taken; leaving the loop cancels it. */
export async function* stream<Request, Response>(
  connection: Connection,
  method: Method<Request, Response>,
  request: Request,
  options: CallOptions = {},
): AsyncGenerator<Response, void, undefined> {
  await reachable(connection, options.signal);
  const { path, requestSerialize, responseDeserialize } = connection.methods[method.name]!;
  const argument = method.request.toWire(request);
  const call = connection.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, argument);
  yield* answers(connection, method, watched(connection, call, options.signal), options.signal);
}

/** A call with messages in both directions. It begins when `messages` is iterated or the first message is sent. */
export function duplex<Request, Response>(
  connection: Connection,
  method: Method<Request, Response>,
  options: CallOptions = {},
): Session<Request, Response> & { end(): void } {
  const { signal } = options;
  const { path, requestSerialize, responseDeserialize } = connection.methods[method.name]!;
  let opening: Promise<Watched<ClientDuplexStream<unknown, unknown>>> | undefined;
  const open = () =>
    (opening ??= reachable(connection, signal).then(() =>
      watched(connection, connection.client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize), signal),
    ));
  return {
    async send(message) {
      await write(await open(), method.request.toWire(message), connection.address);
    },
    end() {
      opening?.then(({ call }) => call.end(), ignore);
    },
    messages: {
      async *[Symbol.asyncIterator]() {
        yield* answers(connection, method, await open(), signal);
      },
    },
  };
}

/** A stream and what it failed with, which gRPC says once, whether or not somebody reads at that moment. */
interface Watched<Call> {
  readonly call: Call;
  failure?: Error;
}

function watched<Call extends ClientReadableStream<unknown>>(
  connection: Connection,
  call: Call,
  signal: AbortSignal | undefined,
): Watched<Call> {
  const state: Watched<Call> = { call };
  const unlink = track(connection, call, signal);
  call.on('error', (error: Error) => {
    state.failure ??= error;
  });
  call.on('status', unlink);
  return state;
}

async function* answers<Request, Response>(
  { address }: Connection,
  method: Method<Request, Response>,
  stream: Watched<ClientReadableStream<unknown>>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Response, void, undefined> {
  try {
    for await (const answer of stream.call) yield method.response.fromWire(answer as never);
    if (stream.failure !== undefined) throw stream.failure;
  } catch (error) {
    throw signal?.aborted ? cancelled() : fromServiceError(error, address);
  } finally {
    stream.call.cancel();
  }
}

async function write(
  { call, failure }: Watched<ClientDuplexStream<unknown, unknown>>,
  message: unknown,
  address: string,
): Promise<void> {
  if (failure !== undefined) throw fromServiceError(failure, address);
  if (!(await written(call, message))) {
    throw new GridsweepError('unavailable', `The session with the coordinator at ${address} is over.`);
  }
}

/**
 * Waits until the channel has connected or has failed to, whichever comes first: a call on a failed channel reports
 * why at once, while one on a channel that still connects would wait for as long as the network lets it.
 */
async function reachable(connection: Connection, signal: AbortSignal | undefined): Promise<void> {
  const { client, address, connectTimeoutMs } = connection;
  if (signal?.aborted) throw cancelled();
  const deadline = Date.now() + connectTimeoutMs;
  const channel = client.getChannel();
  for (;;) {
    const state = channel.getConnectivityState(true);
    if (state === connectivityState.READY || state === connectivityState.TRANSIENT_FAILURE) return;
    if (state === connectivityState.SHUTDOWN) {
      throw new GridsweepError('cancelled', `The connection to the coordinator at ${address} was closed.`);
    }
    const changed = await new Promise<boolean>((resolve) => {
      channel.watchConnectivityState(state, deadline, (error) => resolve(error === undefined));
    });
    if (signal?.aborted) throw cancelled();
    if (!changed) throw nobodyAnswers(address, `no answer within ${connectTimeoutMs / 1000} s`);
  }
}

/**
 * Cancels the call when the signal aborts or the connection is closed.
 * @returns a function that says that the call has ended.
 */
function track({ calls }: Connection, call: Cancellable, signal: AbortSignal | undefined): () => void {
  const abort = () => call.cancel();
  calls.add(call);
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort, { once: true });
  return () => {
    calls.delete(call);
    signal?.removeEventListener('abort', abort);
  };
}

function settle<Value>(compute: () => Value, resolve: (value: Value) => void, reject: (error: Error) => void): void {
  try {
    resolve(compute());
  } catch (error) {
    reject(GridsweepError.from(error));
  }
}

function cancelled(): GridsweepError {
  return new GridsweepError('cancelled', 'The call was cancelled.');
}

function ignore(): void {
  // Nothing is to be done.
}
