import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from './packages.js';

let checkout: string;
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), 'gridsweep-checkout-'));
  const filter = (path: string) => !/[\\/](dist|node_modules)$/.test(path);
  for (const part of ['apps', 'bin', 'libs', 'proto', 'tools/build.js', 'package.json', 'tsconfig.base.json']) {
    await cp(join(ROOT, part), join(checkout, part), { recursive: true, filter });
  }
  await symlink(join(ROOT, 'node_modules'), join(checkout, 'node_modules'));
});
afterAll(() => rm(checkout, { recursive: true, force: true }));

it('says that it builds, the first time that the program is run in a checkout', async () => {
  const run = () => promisify(execFile)(process.execPath, [join(checkout, 'bin/gridsweep.js'), '--version']);
  const first = await run();
  expect(first.stderr).toBe('Building gridsweep from its sources …\n');
  expect(await run()).toEqual({ ...first, stderr: '' });
});
