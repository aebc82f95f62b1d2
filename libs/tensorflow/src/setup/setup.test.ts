import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkTensorflow } from '../check.ts';
import { tensorflowFolder } from '../home.ts';
import { tensorflowIsSetUp } from '../set-up.fixture.ts';
import { wheelsOf } from './pins.ts';
import type { TensorflowProgress } from './report.ts';
import { setupTensorflow } from './setup.ts';

let cacheDir: string;
let from: string;

beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'gridsweep-setup-'));
  from = join(cacheDir, 'brought');
  await mkdir(from);
});
afterEach(() => rm(cacheDir, { recursive: true }));

describe('from files that were brought', () => {
  test('a folder that is not there is named', async () => {
    const setup = setupTensorflow({ edition: 'cpu', cacheDir, from: join(from, 'nowhere') });
    await expect(setup).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringMatching(/^--from: there is no .*nowhere\.$/) as string,
    });
  });

  test('files that are not there are named, all at once, with the commands that get them', async () => {
    const setup = setupTensorflow({ edition: 'gpu', cacheDir, from });
    const names = wheelsOf('gpu').map(({ file }) => file);
    await expect(setup).rejects.toMatchObject({ code: 'not-found' });
    const message = await setup.catch((thrown: unknown) => (thrown as Error).message);
    for (const name of names) expect(message).toContain(name);
    expect(message).toMatch(/pip download .* nvidia-cudnn-cu12==.*npm pack @tensorflow\/tfjs-node-gpu@4\.22\.0/s);
  });

  test('another file of that name is refused, and nothing is in place', async () => {
    const [{ file }] = wheelsOf('cpu');
    await writeFile(join(from, file), 'not a wheel');
    const setup = setupTensorflow({ edition: 'cpu', cacheDir, from: join(from, file) });
    await expect(setup).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/is not the expected file: its SHA-256 is [0-9a-f]{64} instead of/) as string,
    });
    expect(existsSync(tensorflowFolder('cpu', { cacheDir }))).toBe(false);
    expect(await readdir(from)).toEqual([file]);
  });
});

describe.skipIf(!tensorflowIsSetUp)('from the registries [tensorflow] [network]', () => {
  test('it goes on where it was interrupted, ends with one that loads, and is then there at once', async () => {
    const abort = new AbortController();
    const seen: TensorflowProgress['phase'][] = [];
    const setup = (onProgress: (progress: TensorflowProgress) => void, signal?: AbortSignal) =>
      setupTensorflow({ edition: 'cpu', cacheDir, onProgress, signal });

    const interrupted = setup(({ phase }) => {
      if (phase === 'compiling') abort.abort();
    }, abort.signal);
    await expect(interrupted).rejects.toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('goes on from here') as string,
    });

    const home = await setup(({ phase }) => seen.push(phase));
    expect([...new Set(seen)]).toEqual(['compiling', 'trying']);
    expect((await readdir(cacheDir)).toSorted()).toEqual(['brought', 'tensorflow-2.21.0-cpu']);
    expect(await checkTensorflow('cpu', { cacheDir })).toMatchObject({ ...home, version: '2.21.0', device: 'cpu' });

    seen.length = 0;
    expect(await setup(({ phase }) => seen.push(phase))).toEqual(home);
    expect(seen).toEqual([]);
  }, 600_000);
});
