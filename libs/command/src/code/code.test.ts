import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '@gridsweep/devices';
import { list } from 'tar';
import { expect, test } from 'vitest';
import { testFolder, writeFiles } from '../attempt.fixture.ts';
import { packCode } from './pack-code.ts';
import { unpackCode } from './unpack-code.ts';

async function packedPaths(folder: string): Promise<string[]> {
  const to = join(await testFolder(), 'code.tar');
  await packCode(folder, { to });
  const paths: string[] = [];
  await list({ file: to, onReadEntry: ({ path }) => paths.push(path) });
  return paths;
}

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.org', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

test('code is its files: the hash changes with a content, a name or what can be run, not with times and empty folders', async () => {
  const folder = await testFolder();
  await writeFiles(folder, { 'train.py': 'print(1)', 'lib/model.py': 'x = 1' });
  const { sha256, files, git: state } = await packCode(folder);
  expect([files, state]).toEqual([2, undefined]);
  await mkdir(join(folder, 'nothing'));
  await writeFile(join(folder, 'train.py'), 'print(1)');
  await writeFiles(folder, { '__pycache__/train.pyc': 'made by running it' });
  expect((await packCode(folder)).sha256).toBe(sha256);
  const changes = [
    () => writeFile(join(folder, 'train.py'), 'print(2)'),
    () => chmod(join(folder, 'train.py'), 0o755),
    () => writeFile(join(folder, 'other.py'), ''),
  ];
  const hashes = new Set([sha256]);
  for (const change of changes) {
    await change();
    hashes.add((await packCode(folder)).sha256);
  }
  expect(hashes.size).toBe(4);
});

test('.gitignore and .gridsweepignore are respected by git’s rules', async () => {
  const folder = await testFolder();
  await writeFiles(folder, {
    '.gitignore': '*.log\n/data/\nbuild\n!keep.log\n# a comment\n*.ckpt\n',
    '.gridsweepignore': 'notes/\n!small.ckpt\n',
    'train.py': '',
    'a.log': '',
    'keep.log': '',
    'small.ckpt': '',
    'large.ckpt': '',
    'data/big.bin': '',
    'src/data/small.csv': '',
    'src/build/x': '',
    'src/.gitignore': '!a.log\nsecret.txt\n',
    'src/a.log': '',
    'src/secret.txt': '',
    'secret.txt': '',
    'notes/todo.md': '',
    '.git/HEAD': 'ref: refs/heads/main',
  });
  expect(await packedPaths(folder)).toEqual([
    '.gitignore',
    '.gridsweepignore',
    'keep.log',
    'secret.txt',
    'small.ckpt',
    'src/.gitignore',
    'src/a.log',
    'src/data/small.csv',
    'train.py',
  ]);
});

test('in a git repository: the same files as git sees, rules above the folder included; commit, and whether it is dirty', async () => {
  const repository = await testFolder();
  await writeFiles(repository, {
    '.gitignore': '*.tmp\n/code/out/\n',
    'code/train.py': '',
    'code/a.tmp': '',
    'code/out/x': '',
    'other.py': '',
  });
  const folder = join(repository, 'code');
  git(repository, 'init', '-q');
  expect((await packCode(folder)).git).toBeUndefined();
  git(repository, 'add', '.');
  git(repository, 'commit', '-qm', 'first');
  const commit = git(repository, 'rev-parse', 'HEAD').trim();
  expect((await packCode(folder)).git).toEqual({ commit, dirty: false });
  // Elsewhere in the repository.
  await writeFiles(repository, { 'new.py': '' });
  expect((await packCode(folder)).git).toEqual({ commit, dirty: false });
  await writeFiles(folder, { 'new.py': '' });
  expect((await packCode(folder)).git).toEqual({ commit, dirty: true });
  const seen = git(folder, 'ls-files', '--cached', '--others', '--exclude-standard').trim().split('\n');
  expect(await packedPaths(folder)).toEqual(seen.toSorted());
});

test('a link to a file in the folder is packed as that file; every other is refused by name', async () => {
  const folder = await testFolder();
  await writeFiles(folder, { 'a/real.txt': 'content', 'b/x': '' });
  await symlink('../a/real.txt', join(folder, 'b/link.txt'));
  expect(await packedPaths(folder)).toEqual(['a/real.txt', 'b/link.txt', 'b/x']);
  for (const [target, message] of [
    [
      '/etc/hostname',
      'code: b/bad is a link out of the folder, to /etc/hostname; replace it, or name it in .gridsweepignore.',
    ],
    ['../a', 'code: b/bad is a link to a folder; replace it, or name it in .gridsweepignore.'],
    ['nowhere', 'code: b/bad is a link that leads nowhere; replace it, or name it in .gridsweepignore.'],
  ] as const) {
    await symlink(target, join(folder, 'b/bad'));
    await expect(packCode(folder)).rejects.toMatchObject({ code: 'invalid', message });
    await removeTree(join(folder, 'b/bad'));
  }
});

test('too much code is refused, and the largest files are named', async () => {
  const folder = await testFolder();
  await writeFiles(folder, { 'train.py': '', 'data/big.bin': '', 'data/small.bin': '' });
  await truncate(join(folder, 'data/big.bin'), 70 * 2 ** 20);
  await truncate(join(folder, 'data/small.bin'), 2 ** 19);
  await expect(packCode(folder)).rejects.toMatchObject({
    code: 'invalid',
    message: `code: ${folder} takes 70.5 MiB, and at most 64.0 MiB travel with a sweep. The largest files: data/big.bin (70.0 MiB), data/small.bin (0.50 MiB), train.py (0.00 MiB). Name what is not code in .gridsweepignore.`,
  });
});

test.each([
  ['nothing', 'does not exist; give a folder, or none.'],
  ['file', 'is a file; give a folder, or none.'],
  ['empty', 'has no files that are not ignored; give another folder, or none.'],
])('code: %s', async (name, message) => {
  const folder = await testFolder();
  await writeFiles(folder, { file: '' });
  await mkdir(join(folder, 'empty'));
  await expect(packCode(join(folder, name))).rejects.toThrow(`code: ${join(folder, name)} ${message}`);
});

test('unpacked code is the same and read-only, and can be removed', async () => {
  const [source, target] = [await testFolder(), join(await testFolder(), 'code')];
  await writeFiles(source, { 'run.sh': '#!/bin/sh\n', 'lib/model.py': 'x = 1' });
  const to = join(await testFolder(), 'code.tar');
  const { sha256 } = await packCode(source, { to });
  await unpackCode(to, target, { sha256 });
  expect(await readFile(join(target, 'lib/model.py'), 'utf8')).toBe('x = 1');
  const modes = await Promise.all(
    ['', 'lib', 'run.sh', 'lib/model.py'].map(async (path) => (await stat(join(target, path))).mode & 0o777),
  );
  expect(modes).toEqual([0o555, 0o555, 0o555, 0o444]);
  expect((await packCode(target)).sha256).toBe(sha256);
  // Another attempt's agent may have been faster.
  await unpackCode(to, target, { sha256 });
  await removeTree(target);
  await expect(unpackCode(to, target, { sha256: 'f'.repeat(64) })).rejects.toThrow("The code's SHA-256 is");
  expect(await readdir(join(target, '..'))).toEqual([]);
});
