import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM_TIMING, type SetupContext } from '@gridsweep/agent';
import { datasetPath, fetchDataset, openDatasetFile, verifyDataset } from '@gridsweep/cifar10';
import { connect, listen, type AgentHandlers, type Chunk, type SweepHandlers } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findDataset } from './find-dataset.ts';

let cacheDir: string;
const open: (() => unknown)[] = [];
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'gridsweep-dataset-'));
  open.push(() => rm(cacheDir, { recursive: true }));
});
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A coordinator that answers so. @param port a free one if not given */
async function coordinator(fetchDataset: AgentHandlers['fetchDataset'], port = 0) {
  const handlers = { agents: { fetchDataset } as AgentHandlers, sweeps: {} as SweepHandlers };
  const listening = await listen(handlers, { host: '127.0.0.1', port });
  open.push(() => listening.close({ graceMs: 0 }));
  return listening;
}

/** What an agent has with its coordinator at this address, and what it logs. */
function contextOf({ address }: { readonly address: string }, signal = new AbortController().signal) {
  const client = connect(address);
  open.push(() => client.close());
  const lines: string[] = [];
  const write = (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg);
  const context: SetupContext = { agents: client.agents, logger: pino({}, { write }), timing: SYSTEM_TIMING, signal };
  return { context, lines };
}

async function* nothing(): AsyncGenerator<Chunk> {
  yield* await Promise.reject<Chunk[]>(new GridsweepError('not-found', 'This coordinator has no data set.'));
}

test('a folder that is named is taken, and nobody asked', async () => {
  const { context } = contextOf(await coordinator(() => expect.fail('The coordinator was asked.')));
  expect(await findDataset({ folder: '/some/where' }, context)).toEqual({ type: 'folder', folder: '/some/where' });
});

test('without any data set it says what to do', async () => {
  const finding = findDataset({ cacheDir }, contextOf(await coordinator(nothing)).context);
  await expect(finding).rejects.toMatchObject({ code: 'data', message: /This coordinator has no data set.*--data/ });
});

test('a coordinator that is not there yet is waited for, until nobody wants it any more', async () => {
  const absent = await coordinator(nothing);
  await absent.close();
  const patient = contextOf(absent);
  const found = findDataset({ cacheDir }, patient.context);
  const stop = new AbortController();
  const given = findDataset({ cacheDir }, contextOf(absent, stop.signal).context);
  await vi.waitFor(() => expect(patient.lines.join()).toContain('Trying again until it answers.'));
  stop.abort();
  await expect(given).rejects.toMatchObject({ code: 'cancelled' });
  await coordinator(nothing, absent.port);
  await expect(found).rejects.toMatchObject({ code: 'data' });
});

test("[network] the coordinator's copy, again if that stops in the middle", async () => {
  await fetchDataset();
  const file = await openDatasetFile();
  let asked = 0;
  const giving = await coordinator(async function* () {
    asked += 1;
    for await (const chunk of file.chunks()) {
      yield chunk;
      if (asked === 1) throw new GridsweepError('unavailable', 'The test ended it.');
    }
  });
  const { context } = contextOf(giving);
  expect(await findDataset({ cacheDir }, context)).toEqual({ type: 'cache', cacheDir });
  expect(asked).toBe(2);
  expect((await verifyDataset({ cacheDir })).path).toBe(datasetPath({ cacheDir }));
  // Now it is there.
  await findDataset({ cacheDir }, context);
  expect(asked).toBe(2);
});
