import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPythonEnvironment, pythonEnvironment, pythonTestsRun, type Wanted } from './python-env.ts';

/** Arguments: where to put it. A wheel of one module, whose version is 1. */
const MAKE_WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tiny.py", "version = 1")
    wheel.writestr("tiny-1.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1\\n")
    wheel.writestr("tiny-1.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.dist-info/RECORD", "")
`;

describe.skipIf(!pythonTestsRun())('an environment [python]', { timeout: 300_000 }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-python-env-'));
    execFileSync('python3', ['-c', MAKE_WHEEL, join(folder, 'tiny-1-py3-none-any.whl')]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function wanted(name: string, check = 'import tiny; assert tiny.version == 1'): Promise<Wanted> {
    const requirements = join(folder, `${name}.txt`);
    await writeFile(requirements, `# ${name}\ntiny @ file://${join(folder, 'tiny-1-py3-none-any.whl')}\n`);
    return { requirements, check, cacheDir: join(folder, name) };
  }

  test('is made once, is found again, and its python3 comes before any other', async () => {
    const what = await wanted('once');
    expect(findPythonEnvironment(what)).toBeNull();
    const made = await pythonEnvironment(what);
    const { mtimeMs } = await stat(made.folder);
    expect(await pythonEnvironment(what)).toEqual(made);
    expect((await stat(made.folder)).mtimeMs).toBe(mtimeMs);
    expect(await readdir(what.cacheDir!)).toEqual([basename(made.folder)]);

    const version = execFileSync('python3', ['-c', 'import tiny; print(tiny.version)'], { env: made.env });
    expect(String(version)).toBe('1\n');
    expect(findPythonEnvironment({ ...what, check: 'import tiny' })).toBeNull();
  });

  test('is made by two at once as by one, and what a killed process left of it is removed', async () => {
    const what = await wanted('twice');
    const both = await Promise.all([pythonEnvironment(what), pythonEnvironment(what)]);
    expect(both[0]).toEqual(both[1]);
    await rename(both[0].folder, `${both[0].folder}.partial`);
    expect(await pythonEnvironment(what)).toEqual(both[0]);
    expect(await readdir(what.cacheDir!)).toEqual([basename(both[0].folder)]);
  });

  test('that is not what is wanted leaves nothing', async () => {
    const what = await wanted('wrong', 'import nowhere');
    await expect(pythonEnvironment(what)).rejects.toThrow(/python3 .*import nowhere failed \(1\)/);
    expect(await readdir(what.cacheDir!)).toEqual([]);
  });
});
