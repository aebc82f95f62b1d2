import type { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { GridsweepError } from '@gridsweep/sweep';
import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  ServerDuplexStream,
  ServerReadableStream,
  ServerWritableStream,
  UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Argument } from './calls.ts';
import { toServiceError } from './errors.ts';
import type { Method, MethodKind } from './methods.ts';
import type { CallContext, Session } from './service.ts';
import { written } from './written.ts';

/** What serves a method: with its request, where it has one, then the context. */
type Handler<M> =
  M extends Method<infer Kind, infer Request, infer Response>
    ? Kind extends 'unary'
      ? (...args: [...Argument<Request>, context: CallContext]) => Promise<Response>
      : Kind extends 'answers'
        ? (...args: [...Argument<Request>, context: CallContext]) => AsyncIterable<Response>
        : Kind extends 'requests'
          ? (requests: AsyncIterable<Request>, context: CallContext) => Promise<Response>
          : (session: Session<Response, Request>, context: CallContext) => Promise<void>
    : never;

/** gRPC's handlers of a service from ours, by the table of its methods. */
export function implementationOf<Table extends Record<string, { readonly kind: MethodKind; readonly name: string }>>(
  table: Table,
  handlers: { readonly [Name in keyof Table]: Handler<Table[Name]> },
): UntypedServiceImplementation {
  return Object.fromEntries(
    Object.entries(table).map(([name, method]) => [method.name, handlerOf(method as never, handlers[name] as never)]),
  );
}

/** The kind of a method tells which of these `serve` is. */
function handlerOf(
  method: Method<MethodKind, unknown, unknown>,
  serve: ((...args: readonly unknown[]) => Promise<unknown>) &
    ((...args: readonly unknown[]) => AsyncIterable<unknown>),
): UntypedServiceImplementation[string] {
  const asked = (request: unknown, context: CallContext) =>
    method.takesRequest ? serve(request, context) : serve(context);
  switch (method.kind) {
    case 'unary':
      return unaryHandler(method, asked);
    case 'answers':
      return streamHandler(method, asked as never);
    case 'requests':
      return uploadHandler(method, serve);
    case 'duplex':
      return duplexHandler(method, serve as never);
  }
}

type ServerReadable = ServerReadableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>;
type ServerWritable = ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>;

/** Serves a method with one answer. */
function unaryHandler<Request, Response>(
  method: Method<MethodKind, Request, Response>,
  serve: (request: Request, context: CallContext) => Promise<Response>,
): handleUnaryCall<unknown, unknown> {
  return (call, callback) => {
    const answer = async () =>
      method.response.toWire(await serve(method.request.fromWire(call.request as never), contextOf(call)));
    answer().then(
      (wire) => callback(null, wire),
      (error: unknown) => callback(toServiceError(error)),
    );
  };
}

/** Serves a method with a stream of answers, which are taken from the iterable only as fast as the caller reads them. */
function streamHandler<Request, Response>(
  method: Method<MethodKind, Request, Response>,
  serve: (request: Request, context: CallContext) => AsyncIterable<Response>,
): handleServerStreamingCall<unknown, unknown> {
  return (call) => {
    const context = contextOf(call);
    const send = async () => {
      for await (const answer of serve(method.request.fromWire(call.request as never), context)) {
        if (context.signal.aborted) return;
        await write(call, method.response.toWire(answer));
      }
    };
    finish(call, context, send());
  };
}

/** Serves a method with a stream of requests and one answer. */
function uploadHandler<Request, Response>(
  method: Method<MethodKind, Request, Response>,
  serve: (requests: AsyncIterable<Request>, context: CallContext) => Promise<Response>,
): handleClientStreamingCall<unknown, unknown> {
  return (call, callback) => {
    const context = contextOf(call);
    const requests = { [Symbol.asyncIterator]: () => received(method, call, context) };
    const answer = async () => method.response.toWire(await serve(requests, context));
    answer().then(
      (wire) => callback(null, wire),
      (error: unknown) => callback(toServiceError(error)),
    );
  };
}

/** Serves a method with messages in both directions. */
function duplexHandler<Request, Response>(
  method: Method<MethodKind, Request, Response>,
  serve: (session: Session<Response, Request>, context: CallContext) => Promise<void>,
): handleBidiStreamingCall<unknown, unknown> {
  return (call) => {
    const context = contextOf(call);
    const session: Session<Response, Request> = {
      send: async (message) => write(call, method.response.toWire(message)),
      messages: { [Symbol.asyncIterator]: () => received(method, call, context) },
    };
    const served = async () => serve(session, context);
    finish(call, context, served());
  };
}

/**
 * Messages of the caller, read as they are taken. Not the stream's own iterator: that destroys the call when it ends with an
 * error, before messages that are still being written and the error itself are sent.
 */
async function* received<Request, Response>(
  method: Method<MethodKind, Request, Response>,
  call: ServerReadable,
  { signal }: CallContext,
): AsyncGenerator<Request, void, undefined> {
  for (;;) {
    const message: unknown = call.read();
    if (message !== null) yield method.request.fromWire(message as never);
    else if (call.readableEnded || call.destroyed || signal.aborted) break;
    else await readable(call);
  }
  // A call that is torn down ends before it says that it was cancelled; whoever reads is to know which it was.
  await setImmediate();
}

/** Resolves when there may be something to read, or nothing any more. */
async function readable(call: ServerReadable): Promise<void> {
  const events = ['readable', 'end', 'close', 'cancelled'];
  await new Promise<void>((resolve) => {
    const settle = () => {
      for (const event of events) call.off(event, settle);
      resolve();
    };
    for (const event of events) call.on(event, settle);
  });
}

/** Ends a stream with what became of serving it. */
function finish(call: ServerWritable, { signal }: CallContext, served: Promise<void>): void {
  served.then(
    () => {
      if (!signal.aborted) call.end();
    },
    (error: unknown) => {
      if (!signal.aborted) call.emit('error', toServiceError(error));
    },
  );
}

/** The part of every kind of call that its context is made of. */
interface ServerCall extends EventEmitter {
  readonly cancelled: boolean;
  getPeer(): string;
}

function contextOf(call: ServerCall): CallContext {
  const controller = new AbortController();
  if (call.cancelled) controller.abort();
  call.on('cancelled', () => controller.abort());
  return { signal: controller.signal, peer: call.getPeer() };
}

async function write(call: ServerWritable, message: unknown): Promise<void> {
  if (!(await written(call, message))) throw new GridsweepError('unavailable', 'The caller is gone.');
}
