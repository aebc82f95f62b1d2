import { GridsweepError } from '@gridsweep/sweep';
import { afterEach, expect } from 'vitest';
import { connect, type CoordinatorClient } from './client.ts';
import * as examples from './examples.ts';
import { listen, type Listening } from './server.ts';
import type { AgentHandlers, SweepHandlers } from './service.ts';

/** Closed after each test, the newest first. */
export const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource.close();
});

export async function serve(handlers: { sweeps?: Partial<SweepHandlers>; agents?: Partial<AgentHandlers> }) {
  const server: Listening = await listen(
    {
      sweeps: { ...examples.unusedSweeps, ...handlers.sweeps },
      agents: { ...examples.unusedAgents, ...handlers.agents },
    },
    { host: '127.0.0.1', port: 0 },
  );
  open.push({ close: async () => server.close({ graceMs: 0 }) });
  return { server, client: client(server.address) };
}

export function client(address: string): CoordinatorClient {
  const made = connect(address, { connectTimeoutMs: 500 });
  open.push(made);
  return made;
}

export async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export async function* from<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

export async function failure(promise: Promise<unknown>): Promise<GridsweepError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GridsweepError);
  return error as GridsweepError;
}

/** A promise and what settles it. */
export function later<Value>() {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((settle) => (resolve = settle));
  return { promise, resolve };
}
