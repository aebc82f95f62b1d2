import { createServer } from 'node:net';
import { GridsweepError } from '@gridsweep/sweep';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import { HealthImplementation } from 'grpc-health-check';
import { CHANNEL_OPTIONS, definition } from './definition.ts';
import { implementationOf } from './handlers.ts';
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
  server.addService(services.sweeps, implementationOf(SWEEP_METHODS, handlers.sweeps));
  server.addService(services.agents, implementationOf(AGENT_METHODS, handlers.agents));
  const health = new HealthImplementation({ '': 'SERVING' });
  health.addToServer(server);
  new ReflectionService(services.all).addToServer(server);
  const taken = await bind(server, `${shown(host)}:${port}`);
  return {
    address: `${shown(host)}:${taken}`,
    port: taken,
    setServing: (serving) => health.setStatus('', serving ? 'SERVING' : 'NOT_SERVING'),
    close: ({ graceMs = 1000 } = {}) => close(server, graceMs),
  };
}

/**
 * Fails where `listen` would: to be told before what takes long.
 * @throws as `listen` does
 */
export async function requireFreePort({ host, port }: ListenOptions): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => {
    probe.once('error', (error) => reject(bindError(`${shown(host)}:${port}`, error)));
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}

function shown(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
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
