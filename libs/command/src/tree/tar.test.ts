import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Header, list } from 'tar';
import { expect, test } from 'vitest';
import { testFolder, writeFiles } from '../attempt.fixture.ts';
import { listTree } from './list-tree.ts';
import { unpackTar } from './read-tar.ts';
import { encodeEntry, padding, TAR_END } from './tar-format.ts';
import { hashTar, tarPieces, tarSize, writeTar } from './write-tar.ts';

const LIMITS = { maxBytes: 1_000_000, maxEntries: 100 };
const LONG = `${'long-'.repeat(40)}name`;
const FILES = {
  'a.txt': 'a',
  'a/inner.txt': 'x'.repeat(512),
  'a/run.sh': '#!/bin/sh\n',
  [`deep/${LONG}/${LONG}.txt`]: 'far',
  'ünï/☃.txt': 'snow',
  'new\nline': 'odd',
  empty: '',
};

async function packed(folder: string): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of tarPieces(await listTree(folder, LIMITS))) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

test('a folder is packed to the same bytes whenever, and unpacked as it was', async () => {
  const [one, other, target] = [await testFolder(), await testFolder(), join(await testFolder(), 'target')];
  await writeFiles(one, FILES);
  await writeFiles(other, Object.fromEntries(Object.entries(FILES).reverse()));
  await utimes(join(other, 'a.txt'), 1, 1);
  const bytes = await packed(one);
  expect(bytes.equals(await packed(other))).toBe(true);
  expect(bytes.length).toBe(tarSize(await listTree(one, LIMITS)));

  const { entries, sha256 } = await unpackTar([bytes.subarray(0, 700), bytes.subarray(700)], target, LIMITS);
  expect(entries).toEqual(
    (await listTree(one, LIMITS)).map(({ type, path, executable, size }) => ({ type, path, executable, size })),
  );
  expect(sha256).toBe((await hashTar(await listTree(one, LIMITS))).sha256);
  expect((await packed(target)).equals(bytes)).toBe(true);
  expect((await stat(join(target, 'a/run.sh'))).mode & 0o777).toBe(0o755);
});

test('its bytes are fixed: they identify the code of sweeps that are stored', async () => {
  const folder = await testFolder();
  await writeFiles(folder, FILES);
  expect((await hashTar(await listTree(folder, LIMITS))).sha256).toBe(
    'e7f538a082b4dd5e6adaadff10a62611cd7fede0ebf21143469c67d21eb5cb7b',
  );
});

test('other programs read the same', async () => {
  const folder = await testFolder();
  await writeFiles(folder, FILES);
  const file = join(await testFolder(), 'a.tar');
  await writeTar(await listTree(folder, LIMITS), file);
  const paths: string[] = [];
  await list({ file, strict: true, onReadEntry: (entry) => paths.push(entry.path) });
  const expected = (await listTree(folder, LIMITS)).map(({ type, path }) => (type === 'folder' ? `${path}/` : path));
  // The library does not read a name with a newline.
  expect(paths.filter((path) => !path.includes('new'))).toEqual(expected.filter((path) => !path.includes('new')));
  expect(execFileSync('tar', ['-xOf', file, 'ünï/☃.txt', `deep/${LONG}/${LONG}.txt`], { encoding: 'utf8' })).toBe(
    'farsnow',
  );
});

/** A tar file with one entry as the library writes it, which does not refuse what we do. */
function entry(fields: ConstructorParameters<typeof Header>[0], content = ''): Buffer {
  const header = new Header({
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: content.length,
    mtime: new Date(0),
    ...(fields as object),
  });
  const block = Buffer.alloc(512);
  header.encode(block);
  return Buffer.concat([block, Buffer.from(content), padding(content.length)]);
}

const file = (path: string, content = 'x') => entry({ path, type: 'File' }, content);

test.each([
  ['an absolute path', file('/tmp/evil'), 'the path "/tmp/evil"'],
  ['a path out of the folder', file('../evil'), 'the path "../evil"'],
  ['a path out and in again', file('a/../../evil'), 'the path "a/../../evil"'],
  ['an empty part', file('a//b'), 'the path "a//b"'],
  ['a symbolic link', entry({ path: 'a', type: 'SymbolicLink', linkpath: '/etc' }), 'a symbolic link'],
  ['a hard link', entry({ path: 'a', type: 'Link', linkpath: '/etc/passwd' }), 'a hard link'],
  ['a device', entry({ path: 'a', type: 'BlockDevice' }), 'a block device'],
  ['a FIFO', entry({ path: 'a', type: 'FIFO' }), 'a FIFO'],
  ['a name twice', Buffer.concat([file('a'), file('a')]), 'cannot be written (EEXIST)'],
  ['a file as a folder', Buffer.concat([file('a'), file('a/b')]), 'cannot be written (E'],
  [
    'a folder over a file',
    Buffer.concat([file('a'), entry({ path: 'a/', type: 'Directory' })]),
    'cannot be written (EEXIST)',
  ],
  ['a name of no length', encodeEntry({ type: 'file', path: '', executable: false, size: 0 }), 'the path ""'],
  ['too much', file('a', 'x'.repeat(1_000_001)), 'more than 1000000 bytes'],
  ['too many', Buffer.concat(Array.from({ length: 101 }, (_, at) => file(`f${at}`))), 'more than 100 files'],
  ['a size of petabytes', entry({ path: 'a', type: 'File', size: 2 ** 50 }), 'tar'],
  ['garbage', Buffer.alloc(1024, 0x41), 'not a tar header'],
])('a tar file with %s is refused, and nothing is left', async (_, bytes, message) => {
  const folder = await testFolder();
  const target = join(folder, 'target');
  await writeFile(join(folder, 'evil'), 'as it was');
  await expect(unpackTar([bytes, TAR_END], target, LIMITS)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining(message) as string,
  });
  expect(await readdir(folder)).toEqual(['evil']);
  expect(await readFile(join(folder, 'evil'), 'utf8')).toBe('as it was');
});

test.each([100, 512, 600, 1024, 1500])('a tar file cut off after %i bytes is refused', async (length) => {
  const bytes = Buffer.concat([file('a', 'x'.repeat(900)), TAR_END]);
  const target = join(await testFolder(), 'target');
  await expect(unpackTar([bytes.subarray(0, length)], target, LIMITS)).rejects.toThrow('The tar file ends too early.');
});

test('a folder that is there already is not unpacked into', async () => {
  const target = await testFolder();
  await expect(unpackTar([TAR_END], target, LIMITS)).rejects.toMatchObject({ code: 'conflict' });
});

test('a file that is changed, or replaced by a link, after it was listed is not packed', async () => {
  const folder = await testFolder();
  const target = join(await testFolder(), 'a.tar');
  await writeFiles(folder, { a: 'one', b: 'two' });
  const entries = await listTree(folder, LIMITS);
  await writeFile(join(folder, 'b'), 'longer');
  await expect(writeTar(entries, target)).rejects.toMatchObject({
    code: 'conflict',
    message: '"b" was changed while it was read.',
  });
  await mkdir(join(folder, 'c'));
  await symlink('/etc/hostname', join(folder, 'd'));
  const link = [{ ...entries[0]!, source: join(folder, 'd') }];
  await expect(writeTar(link, target)).rejects.toMatchObject({ code: 'conflict' });
  await expect(stat(target)).rejects.toThrow('ENOENT');
});

test('too many entries are refused', async () => {
  const folder = await testFolder();
  await writeFiles(folder, { a: '', b: '', c: '' });
  await expect(listTree(folder, { maxEntries: 2 })).rejects.toThrow('There are more than 2 files and folders.');
});
