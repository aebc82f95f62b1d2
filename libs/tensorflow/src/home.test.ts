import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkTensorflow } from './check.ts';
import { READY_FILE, findTensorflow, readyText, tensorflowFolder } from './home.ts';
import { openTensorflow } from './open.ts';

let cacheDir: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'gridsweep-home-'));
});
afterEach(() => rm(cacheDir, { recursive: true }));

test('an edition is found once its ready file says what it was made of', async () => {
  const folder = tensorflowFolder('cpu', { cacheDir });
  expect(findTensorflow('cpu', { cacheDir })).toBeNull();
  await mkdir(folder);
  expect(findTensorflow('cpu', { cacheDir })).toBeNull();
  await writeFile(join(folder, READY_FILE), readyText('cpu', 'g++ 12'));
  expect(findTensorflow('cpu', { cacheDir })).toMatchObject({ edition: 'cpu', folder, compiler: 'g++ 12' });
  expect(findTensorflow('gpu', { cacheDir })).toBeNull();
});

test.each(['', '{}', '{"made_of":["tensorflow-cpu==2.9.1"],"compiler":"g++"}'])(
  'one made of other files is not: %s',
  async (text) => {
    const folder = tensorflowFolder('cpu', { cacheDir });
    await mkdir(folder);
    await writeFile(join(folder, READY_FILE), text);
    expect(findTensorflow('cpu', { cacheDir })).toBeNull();
  },
);

test('without it opening and the check say how to get it', async () => {
  const missing = { code: 'not-found', message: expect.stringContaining('gridsweep setup tensorflow') as string };
  await expect(openTensorflow({ cacheDir })).rejects.toMatchObject(missing);
  await expect(checkTensorflow('gpu', { cacheDir })).rejects.toMatchObject(missing);
});

test('one that cannot be loaded says why', async () => {
  const folder = tensorflowFolder('cpu', { cacheDir });
  await mkdir(folder);
  await writeFile(join(folder, READY_FILE), readyText('cpu', 'g++ 12'));
  const broken = { code: 'unavailable', message: expect.stringMatching(/cannot be loaded/) as string };
  await expect(checkTensorflow('cpu', { cacheDir })).rejects.toMatchObject(broken);
  await expect(openTensorflow({ cacheDir })).rejects.toMatchObject(broken);
});
