import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeTinyWheel, startPackageIndex, type PackageIndex } from './package-index.fixture.ts';
import type { Wheel } from './pins.ts';
import type { TensorflowProgress } from './report.ts';
import { Python } from './python.ts';

let folder: string;
let wheel: Wheel;
let index: PackageIndex;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-python-'));
  wheel = makeTinyWheel(folder);
  index = await startPackageIndex(folder);
});
afterAll(async () => {
  await index.close();
  await rm(folder, { recursive: true });
});

async function freshScratch(): Promise<string> {
  return mkdtemp(join(folder, 'scratch-'));
}

describe('wheels through the real pip and an index on this machine', () => {
  test('are fetched, and what is wanted of them is unpacked with its mode', async () => {
    const scratch = await freshScratch();
    const seen: TensorflowProgress[] = [];
    const python = await Python.find({ scratch, env: index.env, onProgress: (progress) => seen.push(progress) });
    await python.download(wheel, scratch);
    const path = join(scratch, wheel.file);
    expect((await readFile(path)).equals(await readFile(join(folder, wheel.file)))).toBe(true);

    const target = join(scratch, 'unpacked');
    await python.unpack(path, wheel, target);
    expect(await readdir(join(target, 'tiny'))).toEqual(['bin', 'lib']);
    expect(await readFile(join(target, 'tiny/lib/good.so'), 'utf8')).toBe('tiny/lib/good.so');
    expect((await stat(join(target, 'tiny/bin/tool'))).mode & 0o111).toBe(0o111);
    expect((await stat(join(target, 'tiny/lib/good.so'))).mode & 0o111).toBe(0);
    expect(new Set(seen.map(({ phase }) => phase))).toEqual(new Set(['downloading', 'unpacking']));
    expect(seen.at(-1)).toMatchObject({ bytes: wheel.unpackedBytes, total: wheel.unpackedBytes });
  });

  test('are refused when the index has another file', async () => {
    const scratch = await freshScratch();
    const python = await Python.find({ scratch, env: index.env });
    const fetching = python.download({ ...wheel, sha256: '0'.repeat(64) }, scratch);
    await expect(fetching).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/tiny==1\.0 is not the expected file.*--from DIR/) as string,
    });
    expect(await readdir(scratch)).toEqual(['requirement.txt']);
  });

  test('are not to be had without a network', async () => {
    const scratch = await freshScratch();
    // A port that nobody listens at: it was this index's a moment ago.
    const gone = await startPackageIndex(folder);
    await gone.close();
    const python = await Python.find({ scratch, env: gone.env });
    await expect(python.download(wheel, scratch)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/pip could not fetch tiny==1\.0 .*pip's settings.*--from DIR/) as string,
    });
  });

  test('that are damaged cannot be unpacked', async () => {
    const scratch = await freshScratch();
    const python = await Python.find({ scratch, env: process.env });
    const unpacking = python.unpack(join(scratch, 'missing.whl'), wheel, scratch);
    await expect(unpacking).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(/cannot be unpacked/) as string,
    });
  });

  test('stop coming when they are no longer wanted', async () => {
    const scratch = await freshScratch();
    const abort = new AbortController();
    const python = await Python.find({ scratch, env: index.env, signal: abort.signal });
    abort.abort();
    await expect(python.download(wheel, scratch)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test.each(['/nowhere/python3', 'false'])('without Python (%s) the sentence says what to install', async (file) => {
  const finding = Python.find({ scratch: folder, env: { ...process.env, PYTHON: file } });
  await expect(finding).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/no Python 3 here.*Install Python 3 with pip/) as string,
  });
});
