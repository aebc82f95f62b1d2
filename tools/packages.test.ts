import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closure, packages, readJson, ROOT } from './packages.js';

describe('packages', () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'gridsweep-packages-'));
    await write('.', { workspaces: ['libs/*', 'tools'] });
    await mkdir(join(root, 'libs/no-package'), { recursive: true });
  });

  afterEach(() => rm(root, { recursive: true, force: true }));

  async function write(folder: string, manifest: object): Promise<void> {
    await mkdir(join(root, folder), { recursive: true });
    await writeFile(join(root, folder, 'package.json'), JSON.stringify(manifest));
  }

  it('are found by the workspaces, each after what it uses', async () => {
    await write('libs/a', { name: '@x/a', dependencies: { '@x/b': '1', zod: '4' }, devDependencies: { '@x/c': '1' } });
    await write('libs/b', { name: '@x/b' });
    await write('libs/c', { name: '@x/c', dependencies: { '@x/b': '1' } });
    await write('tools', { name: '@x/tools', dependencies: { '@x/a': '1' } });
    expect(packages(root)).toEqual([
      { name: 'b', id: '@x/b', folder: 'libs/b', uses: [], testsUse: [] },
      { name: 'c', id: '@x/c', folder: 'libs/c', uses: ['@x/b'], testsUse: [] },
      { name: 'a', id: '@x/a', folder: 'libs/a', uses: ['@x/b'], testsUse: ['@x/c'] },
      { name: 'tools', id: '@x/tools', folder: 'tools', uses: ['@x/a'], testsUse: [] },
    ]);
  });

  it('are refused where they use each other, and be it in tests', async () => {
    await write('libs/a', { name: '@x/a', dependencies: { '@x/b': '1' } });
    await write('libs/b', { name: '@x/b', devDependencies: { '@x/a': '1' } });
    await write('libs/0', { name: '@x/0', dependencies: { '@x/a': '1' } });
    expect(() => packages(root)).toThrow('Packages use each other: @x/a → @x/b → @x/a');
  });
});

it('the closure of a package is all that it is made of', () => {
  expect(closure('sweep')).toEqual(['sweep']);
  expect(closure('cli')).toEqual(expect.arrayContaining(['sweep', 'lenet', 'protocol', 'coordinator', 'agent', 'cli']));
  expect(closure('cli')).not.toContain('tools');
});

it.each(packages())('$folder is a project of its name with lint and tests', ({ name, folder }) => {
  expect(readJson(join(ROOT, folder, 'package.json'))).toMatchObject({
    nx: { name, targets: { lint: expect.anything() as object, test: expect.anything() as object } },
  });
});
