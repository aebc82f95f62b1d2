import type { EventEmitter } from 'node:events';
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
    finish(call, context, serve(session, context));
  };
}

async function* received<Request, Response>(
  method: Method<Request, Response>,
  call: ServerDuplexStream<unknown, unknown>,
  { signal }: CallContext,
): AsyncGenerator<Request, void, undefined> {
  try {
    // Destroying on return would close the writing side too, before the status is sent.
    for await (const message of call.iterator({ destroyOnReturn: false })) {
      yield method.request.fromWire(message as never);
    }
  } catch (error) {
    if (signal.aborted || call.destroyed) return;
    throw error;
  }
}

/** Ends a stream with what became of serving it. */
function finish(
  call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>,
  { signal }: CallContext,
  served: Promise<void>,
): void {
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

/** Resolves when the stream takes another message. */
async function write(
  call: ServerWritableStream<unknown, unknown> | ServerDuplexStream<unknown, unknown>,
  message: unknown,
): Promise<void> {
  const over = () => new GridsweepError('unavailable', 'The caller is gone.');
  if (call.destroyed || call.writableEnded) throw over();
  if (call.write(message)) return;
  await new Promise<void>((resolve, reject) => {
    const settled = () => {
      call.off('drain', drained).off('close', closed);
    };
    const drained = () => {
      settled();
      resolve();
    };
    const closed = () => {
      settled();
      reject(over());
    };
    call.on('drain', drained).on('close', closed);
  });
}
