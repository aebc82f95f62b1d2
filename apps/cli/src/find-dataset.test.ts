import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM_TIMING, type SetupContext } from '@gridsweep/agent';
import { fetchDataset, openDatasetFile, verifyDataset } from '@gridsweep/cifar10';
import { connect, listen, type Chunk, type Listening, type SweepHandlers } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { findDataset } from './find-dataset.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-dataset-'));
  open.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A coordinator that does nothing but give data sets. @param port a free one if not given */
async function coordinator(give: (name: string) => AsyncIterable<Chunk>, port = 0): Promise<Listening> {
  const nobodyAsks = () => Promise.reject(new GridsweepError('internal', 'The test has no such call.'));
  const handlers = {
    sweeps: new Proxy({}, { get: () => nobodyAsks }) as SweepHandlers,
    agents: { connect: nobodyAsks, fetchDataset: give, fetchCheckpoint: nothing, fetchCode: nothing },
  };
  const listening = await listen(handlers, { host: '127.0.0.1', port });
  open.push(() => listening.close({ graceMs: 0 }));
  return listening;
}

function contextOf(address: string, signal = new AbortController().signal) {
  const client = connect(address);
  open.push(() => client.close());
  const lines: string[] = [];
  const write = (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg);
  const logger = pino({}, { write });
  const context: SetupContext = { agents: client.agents, logger, timing: SYSTEM_TIMING, signal, scratchDir: tmpdir() };
  return { context, lines };
}

// eslint-disable-next-line require-yield
async function* nothing(): AsyncGenerator<Chunk> {
  throw await Promise.resolve(new GridsweepError('not-found', 'This coordinator has no data set to give.'));
}

test("without a data set it copies the coordinator's, again if that stops in the middle [network]", async () => {
  await fetchDataset();
  const file = await openDatasetFile();
  const asked: string[] = [];
  const { address } = await coordinator(async function* (name) {
    asked.push(name);
    for await (const chunk of file.chunks()) {
      yield chunk;
      if (asked.length === 1) throw new GridsweepError('unavailable', 'The test ended it.');
    }
  });
  const cacheDir = await emptyFolder();
  const { context, lines } = contextOf(address);
  expect(await findDataset({ cacheDir }, context)).toEqual({ type: 'cache', cacheDir });
  expect((await verifyDataset({ cacheDir })).sha256).toBe((await verifyDataset()).sha256);
  expect(asked).toEqual(['cifar10', 'cifar10']);
  expect(lines.filter((line) => line.startsWith('Copying the data set'))).toHaveLength(2);
  // What is there is not copied again.
  expect(await findDataset({ cacheDir }, context)).toEqual({ type: 'cache', cacheDir });
  expect(asked).toHaveLength(2);
});

test('without any data set it says what to do', async () => {
  const { address } = await coordinator(nothing);
  const found = findDataset({ cacheDir: await emptyFolder() }, contextOf(address).context);
  await expect(found).rejects.toMatchObject({
    code: 'data',
    message: expect.stringContaining('--data FOLDER') as string,
  });
});

test('a folder that was named is all that is looked at', async () => {
  const { context, lines } = contextOf('127.0.0.1:1');
  expect(await findDataset({ folder: '/somewhere' }, context)).toEqual({ type: 'folder', folder: '/somewhere' });
  expect(lines).toEqual([]);
});

test('a coordinator that is not there yet is waited for, until nobody wants it any more', async () => {
  const first = await coordinator(nothing);
  await first.close();
  const cacheDir = await emptyFolder();
  const early = contextOf(first.address);
  const found = findDataset({ cacheDir }, early.context);
  const stop = new AbortController();
  const given = findDataset({ cacheDir }, contextOf(first.address, stop.signal).context);
  await vi.waitFor(() => expect(early.lines.join()).toContain('Trying again until it answers.'));
  stop.abort();
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  await coordinator(nothing, first.port);
  await expect(found).rejects.toMatchObject({ code: 'data' });
});
