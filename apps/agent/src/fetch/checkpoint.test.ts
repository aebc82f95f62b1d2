import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { connect, CHUNK_BYTES, type AgentClient, type Chunk, type CoordinatorClient } from '@gridsweep/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SYSTEM_TIMING } from '../backoff.ts';
import { FakeCoordinator } from '../testing/fake-coordinator.ts';
import { fetchCheckpoint } from './checkpoint.ts';

const LEASE = { trialId: 'trial', attempt: 2 };
const SMALL = new Uint8Array(CHUNK_BYTES).fill(3);
const LARGE = new Uint8Array(2 * CHUNK_BYTES + 1).fill(5);

let coordinator: FakeCoordinator;
let client: CoordinatorClient;
let scratchDir: string;
beforeEach(async () => {
  coordinator = await FakeCoordinator.start();
  client = connect(coordinator.address);
  scratchDir = await mkdtemp(join(tmpdir(), 'gridsweep-scratch-'));
});
afterEach(async () => {
  client.close();
  await coordinator.close();
  await rm(scratchDir, { recursive: true });
});

function parts(agents: AgentClient = client.agents, signal = new AbortController().signal) {
  return { agents, scratchDir, signal, logger: pino({ level: 'silent' }), timing: SYSTEM_TIMING };
}

test('up to a piece comes as bytes', async () => {
  const content = await fetchCheckpoint(LEASE, coordinator.checkpoint(1, 20, SMALL), parts());
  expect(Buffer.from(content as Uint8Array).equals(SMALL)).toBe(true);
  expect(await readdir(scratchDir)).toEqual([]);
});

test('a larger one comes as a file, also when the coordinator breaks off', async () => {
  const info = coordinator.checkpoint(1, 20, LARGE);
  coordinator.breakFetches(2);
  const content = await fetchCheckpoint(LEASE, info, parts());
  expect(content).toMatchObject({ sizeBytes: LARGE.length, sha256: info.sha256 });
  expect((await readFile((content as { path: string }).path)).equals(LARGE)).toBe(true);
  expect(coordinator.fetches).toHaveLength(3);
});

test.each([SMALL, LARGE])('what is not what its hash says is not taken, and leaves no file', async (bytes) => {
  const info = coordinator.checkpoint(1, 20, bytes, '0'.repeat(64));
  await expect(fetchCheckpoint(LEASE, info, parts())).rejects.toMatchObject({
    code: 'data',
    message: /^The checkpoint of step 20 came damaged from the coordinator: its SHA-256 is/,
  });
  expect(await readdir(scratchDir)).toEqual([]);
  expect(coordinator.fetches).toHaveLength(1);
});

const chunk = (offset: number, length: number): Chunk => ({
  totalBytes: 10,
  sha256: '0'.repeat(64),
  offset,
  bytes: new Uint8Array(length),
});

test.each([
  ['too much', 5, [chunk(0, 10)], /it has 10 bytes, of 5 that it may have/],
  ['a gap', 10, [chunk(0, 4), chunk(5, 5)], /a piece came for byte 5 after 4 bytes/],
  ['too little', 10, [chunk(0, 4)], /4 of its 10 bytes came/],
  ['nothing', 10, [], /its SHA-256 is e3b0/],
])('a stream of %s', async (_, sizeBytes, chunks, message) => {
  const agents: AgentClient = {
    ...client.agents,
    async *fetchCheckpoint() {
      for (const each of chunks) yield await Promise.resolve(each);
    },
  };
  const info = { id: 1, step: 20, sizeBytes, sha256: '0'.repeat(64) };
  await expect(fetchCheckpoint(LEASE, info, parts(agents))).rejects.toMatchObject({ code: 'data', message });
});

test('what the coordinator itself fails at is tried some times', async () => {
  let asked = 0;
  const agents: AgentClient = {
    ...client.agents,
    // eslint-disable-next-line require-yield
    async *fetchCheckpoint() {
      asked += 1;
      throw await Promise.resolve(new GridsweepError('internal', 'The database does not answer.'));
    },
  };
  const timing = { ...SYSTEM_TIMING, sleep: () => Promise.resolve() };
  const fetching = fetchCheckpoint(LEASE, coordinator.checkpoint(1, 20, SMALL), { ...parts(agents), timing });
  await expect(fetching).rejects.toMatchObject({ code: 'internal' });
  expect(asked).toBe(5);
});

test('it is given up when it is wanted no more', async () => {
  const info = coordinator.checkpoint(1, 20, SMALL);
  await coordinator.close();
  const leave = new AbortController();
  const fetching = fetchCheckpoint(LEASE, info, parts(client.agents, leave.signal));
  leave.abort();
  await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
  await coordinator.restart();
});
