import { GridsweepError } from '@gridsweep/sweep';
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { CHANNEL_OPTIONS, definition } from './definition.ts';
import { duplexHandler, streamHandler, unaryHandler } from './handlers.ts';
import { AGENT_METHODS, SWEEP_METHODS } from './methods.ts';
import type { AgentHandlers, SweepHandlers } from './service.ts';

export interface ListenOptions {
  /** Address to listen at, for example "127.0.0.1" or "0.0.0.0". */
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/** A server that answers. */
export interface Listening {
  /** "host:port" with the port that was taken. */
  readonly address: string;
  readonly port: number;
  /** What grpc.health.v1 answers from here on; it serves from the start. */
  setServing(serving: boolean): void;
  /** Takes no more calls, lets running ones end for `graceMs` (1 second by default), then cancels them. */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Serves both services, with grpc.health.v1 and server reflection beside them.
 * @throws 'address-in-use' where another program listens at the port; 'invalid' where the host is no address of this machine.
 */
export async function listen(
  handlers: { readonly sweeps: SweepHandlers; readonly agents: AgentHandlers },
  { host, port }: ListenOptions,
): Promise<Listening> {
  const services = definition();
  const server = new Server(CHANNEL_OPTIONS);
  server.addService(services.sweeps, sweepImplementation(handlers.sweeps));
  server.addService(services.agents, agentImplementation(handlers.agents));
  const health = new HealthImplementation({ '': 'SERVING' });
  health.addToServer(server);
  new ReflectionService(services.all).addToServer(server);
  const shownHost = host.includes(':') ? `[${host}]` : host;
  const taken = await bind(server, `${shownHost}:${port}`);
  return {
    address: `${shownHost}:${taken}`,
    port: taken,
    setServing: (serving) => health.setStatus('', serving ? 'SERVING' : 'NOT_SERVING'),
    close: ({ graceMs = 1000 } = {}) => close(server, graceMs),
  };
}

async function bind(server: Server, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
      if (error === null) resolve(port);
      else reject(bindError(address, error));
    });
  });
}

function bindError(address: string, cause: Error): GridsweepError {
  const port = address.slice(address.lastIndexOf(':') + 1);
  if (cause.message.includes('EADDRINUSE')) {
    return new GridsweepError(
      'address-in-use',
      `Port ${port} is in use by another program (${address}). Stop it, or choose another port with --port.`,
      { cause },
    );
  }
  if (cause.message.includes('EACCES')) {
    return new GridsweepError(
      'invalid',
      `Port ${port} may not be used by this user; choose one above 1023 with --port.`,
      {
        cause,
      },
    );
  }
  return new GridsweepError('invalid', `The coordinator cannot listen at ${address}: ${cause.message}.`, { cause });
}

async function close(server: Server, graceMs: number): Promise<void> {
  const force = setTimeout(() => server.forceShutdown(), graceMs);
  await new Promise<void>((resolve) => {
    server.tryShutdown(() => resolve());
  });
  clearTimeout(force);
}

function sweepImplementation(sweeps: SweepHandlers): UntypedServiceImplementation {
  const methods = SWEEP_METHODS;
  return {
    Submit: unaryHandler(methods.submit, (request, context) => sweeps.submit(request, context)),
    Get: unaryHandler(methods.get, (sweep, context) => sweeps.get(sweep, context)),
    List: unaryHandler(methods.list, (_request, context) => sweeps.list(context)),
    Watch: streamHandler(methods.watch, (sweep, context) => sweeps.watch(sweep, context)),
    Cancel: unaryHandler(methods.cancel, (sweep, context) => sweeps.cancel(sweep, context)),
    Pause: unaryHandler(methods.pause, (sweep, context) => sweeps.pause(sweep, context)),
    Resume: unaryHandler(methods.resume, (sweep, context) => sweeps.resume(sweep, context)),
    RetryFailed: unaryHandler(methods.retryFailed, (request, context) => sweeps.retryFailed(request, context)),
    Delete: unaryHandler(methods.delete, async (sweep, context) => {
      await sweeps.delete(sweep, context);
      return undefined;
    }),
    StreamResults: streamHandler(methods.streamResults, (sweep, context) => sweeps.streamResults(sweep, context)),
    StreamLogs: streamHandler(methods.streamLogs, (request, context) => sweeps.streamLogs(request, context)),
    ListAgents: unaryHandler(methods.listAgents, (_request, context) => sweeps.listAgents(context)),
    DrainAgent: unaryHandler(methods.drainAgent, (agentId, context) => sweeps.drainAgent(agentId, context)),
  };
}

function agentImplementation(agents: AgentHandlers): UntypedServiceImplementation {
  const methods = AGENT_METHODS;
  return {
    Connect: duplexHandler(methods.connect, (session, context) => agents.connect(session, context)),
    FetchDataset: streamHandler(methods.fetchDataset, (name, context) => agents.fetchDataset(name, context)),
  };
}
