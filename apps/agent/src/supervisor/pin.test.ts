import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pinnedTo, type CommandLine } from './pin.ts';

const COMMAND: CommandLine = ['/usr/bin/node', 'agent.js'];
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-pin-'));
  await writeFile(join(folder, 'taskset'), '#!/bin/sh\n');
  await chmod(join(folder, 'taskset'), 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

const pinned = (cpus: number[], allowed: number[], path = `/nowhere:${folder}`) =>
  pinnedTo(COMMAND, { cpus, allowed, env: { PATH: path } });

test('near processors, of those that are allowed', async () => {
  const taskset = join(folder, 'taskset');
  expect(await pinned([0, 1, 2, 3], [2, 3, 4, 5, 6])).toEqual([taskset, '--cpu-list', '2-3', ...COMMAND]);
});

test.each([
  ['no processor is known to be near', [], [0, 1]],
  ['none of the near ones is allowed', [8, 9], [0, 1]],
  ['all that are allowed are near', [0, 1, 2, 3], [0, 1]],
])('as it is where %s', async (_, cpus, allowed) => {
  expect(await pinned(cpus, allowed)).toBe(COMMAND);
});

test('as it is where there is no taskset', async () => {
  expect(await pinned([0], [0, 1], '/nowhere')).toBe(COMMAND);
});

test('what is allowed is known', async () => {
  const all = Array.from({ length: 4096 }, (_, cpu) => cpu);
  expect(availableParallelism()).toBeGreaterThan(0);
  expect(await pinnedTo(COMMAND, { cpus: all, env: process.env })).toBe(COMMAND);
});
