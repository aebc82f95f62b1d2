import { chmod, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeTree } from './remove-tree.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-tree-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a folder with read-only folders in it goes, what its links point to stays', async () => {
  const [tree, other] = [join(folder, 'tree'), join(folder, 'other')];
  await mkdir(join(tree, 'a', 'b'), { recursive: true });
  await mkdir(other);
  await writeFile(join(other, 'stays'), '');
  await writeFile(join(tree, 'a', 'b', 'file'), '');
  await symlink(other, join(tree, 'a', 'link'));
  for (const path of [join(tree, 'a', 'b'), join(tree, 'a'), tree]) await chmod(path, 0o555);
  await removeTree(tree);
  expect(await readdir(folder)).toEqual(['other']);
  expect(await readdir(other)).toEqual(['stays']);
});

test('nothing to remove is no error', async () => {
  await removeTree(join(folder, 'nothing'));
});
