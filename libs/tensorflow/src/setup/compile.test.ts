import { mkdtemp, readlink, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compileBinding, findCompiler } from './compile.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-compile-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('the compiler that CXX names is taken, and none if it is not there', async () => {
  const script = join(folder, 'own-compiler');
  await writeFile(script, '#!/bin/sh\necho "own compiler 1.0"\n', { mode: 0o755 });
  expect(await findCompiler({ ...process.env, CXX: script })).toEqual({ name: 'own compiler 1.0', command: [script] });
  expect(await findCompiler({ ...process.env, CXX: join(folder, 'nothing') })).toBeNull();
});

test('TensorFlow is linked as a folder, relative, so that the whole can be moved', async () => {
  const home = join(folder, 'home');
  await mkdir(home);
  const compiler = { name: 'one that does nothing', command: ['true'] };
  await compileBinding({ folder: home, nodeHeaders: folder, compiler, env: process.env });
  expect(await readlink(join(home, 'tfjs-node-gpu/deps/lib'))).toBe('../../site/tensorflow');
});

test('what the compiler complains about is told', async () => {
  const complain = 'echo "x.cc:1:1: error: this is C++98" >&2; exit 1';
  const compiler = { name: 'g++ 4', command: ['sh', '-c', complain] };
  const compiling = compileBinding({ folder: join(folder, 'other'), nodeHeaders: folder, compiler, env: process.env });
  await expect(compiling).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringMatching(/^g\+\+ 4 cannot compile .*error: this is C\+\+98.*CXX=PATH/) as string,
  });
});
