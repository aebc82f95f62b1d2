import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { npmCommand } from './npm-command.ts';

test('npm is run by the Node that runs this where npm says where it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-npm-'));
  const script = join(folder, 'npm-cli.js');
  await writeFile(script, '');
  try {
    const command = npmCommand(['--version'], { npm_execpath: script });
    expect(command).toEqual({ file: process.execPath, args: [script, '--version'], shell: false });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each(['/usr/lib/yarn.js', '/nowhere/npm-cli.js', undefined])('npm_execpath %s is not npm', (named) => {
  const { args } = npmCommand(['--version'], { npm_execpath: named });
  expect(args).not.toContain(named);
  expect(args).toContain('--version');
});
