import { GridsweepError } from '@gridsweep/sweep';
import { Client, credentials } from '@grpc/grpc-js';
import { clientOf, ready, type Cancellable, type ReadyOptions } from './calls.ts';
import { CHANNEL_OPTIONS, definition } from './definition.ts';
import { AGENT_METHODS, SWEEP_METHODS } from './methods.ts';
import type { AgentClient, SweepClient } from './service.ts';

export const DEFAULT_ADDRESS = '127.0.0.1:50051';

export interface ConnectOptions {
  /** Time to wait for the coordinator to accept the connection; 5 seconds by default. */
  readonly connectTimeoutMs?: number;
}

/** A connection to a coordinator, opened when it is first used. */
export interface CoordinatorClient {
  readonly address: string;
  readonly sweeps: SweepClient;
  readonly agents: AgentClient;
  /**
   * Waits for a coordinator that is being started. Where it is not there in time, the next call says why.
   * @throws 'cancelled' by the signal
   */
  ready(options: ReadyOptions): Promise<void>;
  /** Ends every call and the connection. */
  close(): void;
}

/**
 * @param address "host:port".
 * @returns clients whose calls reject with a GridsweepError: what the coordinator said, or 'unavailable' where it
 *   cannot be reached.
 */
export function connect(address: string, options: ConnectOptions = {}): CoordinatorClient {
  const { connectTimeoutMs = 5000 } = options;
  const { host } = parseAddress(address);
  const client = new Client(address, credentials.createInsecure(), {
    ...CHANNEL_OPTIONS,
    'grpc.keepalive_permit_without_calls': 1,
    // Callers that reconnect wait by themselves; the channel's own pause must not outlast theirs.
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.max_reconnect_backoff_ms': 1000,
    // A proxy from the environment is for the internet, never for this machine.
    'grpc.enable_http_proxy': isLoopback(host) ? 0 : 1,
  });
  const { sweeps, agents } = definition();
  const channel = { client, address, connectTimeoutMs, calls: new Set<Cancellable>() };
  return {
    address,
    sweeps: clientOf({ ...channel, methods: sweeps }, SWEEP_METHODS),
    agents: clientOf({ ...channel, methods: agents }, AGENT_METHODS),
    ready: (options) => ready(channel, options),
    close() {
      for (const call of channel.calls) call.cancel();
      client.close();
    },
  };
}

/** The two parts of "host:port", an IPv6 host in brackets. */
export function parseAddress(address: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:\s/]+)):(\d{1,5})$/.exec(address) ?? [];
  const host = bracketed ?? plain;
  if (host !== undefined && port !== undefined && Number(port) <= 65_535) return { host, port: Number(port) };
  throw new GridsweepError(
    'invalid',
    `"${address}" is not the address of a coordinator; expected host:port, such as ${DEFAULT_ADDRESS}.`,
  );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
