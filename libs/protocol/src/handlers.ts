import type { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { GridsweepError } from '@gridsweep/sweep';
import type {
  handleBidiStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  ServerDuplexStream,
  ServerWritableStream,
} from '@grpc/grpc-js';
import { toServiceError } from './errors.ts';
import type { Method } from './methods.ts';
import type { CallContext, Session } from './service.ts';
import { written } from './written.ts';

type ServerWritable = ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>;

/** Serves a method with one answer. */
export function unaryHandler<Request, Response>(
  method: Method<Request, Response>,
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
export function streamHandler<Request, Response>(
  method: Method<Request, Response>,
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

/** Serves a method with messages in both directions. */
export function duplexHandler<Request, Response>(
  method: Method<Request, Response>,
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
  method: Method<Request, Response>,
  call: ServerDuplexStream<unknown, unknown>,
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
async function readable(call: ServerDuplexStream<unknown, unknown>): Promise<void> {
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
