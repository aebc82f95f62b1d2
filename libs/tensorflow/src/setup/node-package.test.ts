import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from 'tar';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unpackNodePackage } from './node-package.ts';

let folder: string;
const file = 'tiny-1.0.0.tgz';
let integrity: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-package-'));
  await mkdir(join(folder, 'package'));
  await writeFile(join(folder, 'package', 'index.js'), '1;');
  await create({ file: join(folder, file), cwd: folder, gzip: true }, ['package']);
  integrity = `sha512-${createHash('sha512')
    .update(await readFile(join(folder, file)))
    .digest('base64')}`;
});
afterAll(() => rm(folder, { recursive: true }));

test('a package that was brought is unpacked, in place of what was there', async () => {
  const target = join(folder, 'unpacked');
  await mkdir(target);
  await writeFile(join(target, 'old.js'), '');
  const wanted = { spec: 'tiny@1.0.0', file, integrity };
  await unpackNodePackage(wanted, target, { from: folder, scratch: folder, env: process.env });
  expect(await readFile(join(target, 'index.js'), 'utf8')).toBe('1;');
  await expect(readFile(join(target, 'old.js'))).rejects.toThrow('ENOENT');
});

test('another file of that name is refused', async () => {
  const wanted = { spec: 'tiny@1.0.0', file, integrity: 'sha512-other' };
  const unpacking = unpackNodePackage(wanted, join(folder, 'never'), {
    from: folder,
    scratch: folder,
    env: process.env,
  });
  await expect(unpacking).rejects.toMatchObject({
    code: 'data',
    message: expect.stringContaining(`its integrity is ${integrity} instead of sha512-other`) as string,
  });
});

test('one that npm cannot fetch is named, with what to bring', async () => {
  const env = { ...process.env, npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };
  const wanted = { spec: 'gridsweep-tiny@1.0.0', file: 'gridsweep-tiny-1.0.0.tgz', integrity };
  const unpacking = unpackNodePackage(wanted, join(folder, 'never'), { from: folder, scratch: folder, env });
  await expect(unpacking).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(
      /npm could not fetch gridsweep-tiny@1\.0\.0 .*or bring gridsweep-tiny-1\.0\.0\.tgz/,
    ) as string,
  });
});
