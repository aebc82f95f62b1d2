import { GridsweepError } from '@gridsweep/sweep';
import {
  connectivityState,
  Metadata,
  type Client,
  type ClientDuplexStream,
  type ClientReadableStream,
  type ClientWritableStream,
  type MethodDefinition,
} from '@grpc/grpc-js';
import { fromServiceError, nobodyAnswers } from './errors.ts';
import type { Method, MethodKind } from './methods.ts';
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

/** What calls a method: its request, where it has one, then the options. */
type Caller<M> =
  M extends Method<infer Kind, infer Request, infer Response>
    ? Kind extends 'unary'
      ? (...args: [...Argument<Request>, options?: CallOptions]) => Promise<Response>
      : Kind extends 'answers'
        ? (...args: [...Argument<Request>, options?: CallOptions]) => AsyncGenerator<Response, void, undefined>
        : Kind extends 'requests'
          ? (requests: AsyncIterable<Request>, options?: CallOptions) => Promise<Response>
          : (options?: CallOptions) => Session<Request, Response> & { end(): void }
    : never;
export type Argument<Request> = Promise<Request> extends Promise<void> ? [] : [request: Request];

/** A client of a service: a function for each method of its table. */
export function clientOf<Table extends Record<string, { readonly kind: MethodKind; readonly name: string }>>(
  connection: Connection,
  table: Table,
): { readonly [Name in keyof Table]: Caller<Table[Name]> } {
  const entries = Object.entries(table).map(([name, method]) => [name, callerOf(connection, method as never)]);
  return Object.fromEntries(entries) as { [Name in keyof Table]: Caller<Table[Name]> };
}

function callerOf(connection: Connection, method: Method<MethodKind, unknown, unknown>) {
  const call = method.kind === 'unary' ? unary : stream;
  switch (method.kind) {
    case 'unary':
    case 'answers':
      return method.takesRequest
        ? (request: unknown, options?: CallOptions) => call(connection, method, request, options)
        : (options?: CallOptions) => call(connection, method, undefined, options);
    case 'requests':
      return (requests: AsyncIterable<unknown>, options?: CallOptions) => upload(connection, method, requests, options);
    case 'duplex':
      return (options?: CallOptions) => duplex(connection, method, options);
  }
}

/** A call with one request and one answer. */
async function unary<Request, Response>(
  connection: Connection,
  method: Method<MethodKind, Request, Response>,
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
async function* stream<Request, Response>(
  connection: Connection,
  method: Method<MethodKind, Request, Response>,
  request: Request,
  options: CallOptions = {},
): AsyncGenerator<Response, void, undefined> {
  await reachable(connection, options.signal);
  const { path, requestSerialize, responseDeserialize } = connection.methods[method.name]!;
  const argument = method.request.toWire(request);
  const call = connection.client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, argument);
  yield* answers(connection, method, watched(connection, call, options.signal), options.signal);
}

/** A call with a stream of requests, taken only as fast as the coordinator reads them, and one answer at the end. */
async function upload<Request, Response>(
  connection: Connection,
  method: Method<MethodKind, Request, Response>,
  requests: AsyncIterable<Request>,
  options: CallOptions = {},
): Promise<Response> {
  const { client, address } = connection;
  const { signal } = options;
  await reachable(connection, signal);
  const { path, requestSerialize, responseDeserialize } = connection.methods[method.name]!;
  let call!: ClientWritableStream<unknown>;
  const answered = new Promise<Response>((resolve, reject) => {
    call = client.makeClientStreamRequest(path, requestSerialize, responseDeserialize, (error, answer) => {
      unlink();
      if (signal?.aborted) reject(cancelled());
      else if (error) reject(fromServiceError(error, address));
      else settle(() => method.response.fromWire(answer as never), resolve, reject);
    });
    const unlink = track(connection, call, signal);
  });
  // The answer comes early where the coordinator refuses what it has read; then nothing more is sent.
  const over = answered.then(
    () => false,
    () => false,
  );
  try {
    for await (const request of requests) {
      const goesOn = await Promise.race([over, written(call, method.request.toWire(request))]);
      if (!goesOn) break;
    }
  } catch (thrown) {
    call.cancel();
    throw thrown;
  }
  call.end();
  return answered;
}

/** A call with messages in both directions. It begins when `messages` is iterated or the first message is sent. */
function duplex<Request, Response>(
  connection: Connection,
  method: Method<MethodKind, Request, Response>,
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
  method: Method<MethodKind, Request, Response>,
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

export interface ReadyOptions {
  readonly withinMs: number;
  /** Nobody answers yet. Called once at most. */
  readonly onWaiting?: () => void;
  readonly signal?: AbortSignal;
}

/** A coordinator that is being started is looked for so often. */
const LOOK_EVERY_MS = 250;

/** Waits until the coordinator accepts the connection, or `withinMs` are over. @throws 'cancelled' by the signal */
export async function ready(
  { client }: Pick<Connection, 'client'>,
  { withinMs, onWaiting, signal }: ReadyOptions,
): Promise<void> {
  const end = Date.now() + withinMs;
  const channel = client.getChannel();
  for (let told = false; ;) {
    if (signal?.aborted) throw cancelled();
    const state = channel.getConnectivityState(true);
    if (state === connectivityState.READY || state === connectivityState.SHUTDOWN || Date.now() >= end) return;
    if (state === connectivityState.TRANSIENT_FAILURE && !told) {
      told = true;
      onWaiting?.();
    }
    await new Promise<void>((resolve) => {
      channel.watchConnectivityState(state, Math.min(end, Date.now() + LOOK_EVERY_MS), () => resolve());
    });
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
