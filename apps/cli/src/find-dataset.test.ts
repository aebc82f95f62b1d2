import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM_TIMING, type SetupContext } from '@gridsweep/agent';
import { datasetPath, fetchDataset, openDatasetFile, verifyDataset } from '@gridsweep/cifar10';
import { connect, listen, type AgentHandlers, type Chunk, type SweepHandlers } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

/** What an agent has whose coordinator answers so. */
async function contextWith(fetchDataset: AgentHandlers['fetchDataset']): Promise<SetupContext> {
  const listening = await listen({ agents: { fetchDataset } as AgentHandlers, sweeps: {} as SweepHandlers }, LOCAL);
  open.push(() => listening.close({ graceMs: 0 }));
  const client = connect(listening.address);
  open.push(() => client.close());
  const signal = new AbortController().signal;
  return { agents: client.agents, logger: pino({ level: 'silent' }), timing: SYSTEM_TIMING, signal };
}
const LOCAL = { host: '127.0.0.1', port: 0 };

async function* nothing(): AsyncGenerator<Chunk> {
  yield* await Promise.reject<Chunk[]>(new GridsweepError('not-found', 'This coordinator has no data set.'));
}

test('a folder that is named is taken, and nobody asked', async () => {
  const context = await contextWith(() => expect.fail('The coordinator was asked.'));
  expect(await findDataset({ folder: '/some/where' }, context)).toEqual({ type: 'folder', folder: '/some/where' });
});

test('without any data set it says what to do', async () => {
  const finding = findDataset({ cacheDir }, await contextWith(nothing));
  await expect(finding).rejects.toMatchObject({ code: 'data', message: /This coordinator has no data set.*--data/ });
});

test("[network] the coordinator's copy, again if that stops in the middle", async () => {
  await fetchDataset();
  const file = await openDatasetFile();
  let asked = 0;
  const context = await contextWith(async function* () {
    asked += 1;
    for await (const chunk of file.chunks()) {
      yield chunk;
      if (asked === 1) throw new GridsweepError('unavailable', 'The test ended it.');
    }
  });
  expect(await findDataset({ cacheDir }, context)).toEqual({ type: 'cache', cacheDir });
  expect(asked).toBe(2);
  expect((await verifyDataset({ cacheDir })).path).toBe(datasetPath({ cacheDir }));
  // Now it is there.
  await findDataset({ cacheDir }, context);
  expect(asked).toBe(2);
});
