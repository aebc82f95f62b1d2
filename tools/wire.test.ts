import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ROOT } from './packages.js';

describe('the gate of the wire [network]', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-wire-'));
    await cp(join(ROOT, 'proto'), join(folder, 'proto'), { recursive: true });
    await cp(join(ROOT, 'buf.yaml'), join(folder, 'buf.yaml'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const check = () =>
    promisify(execFile)(process.execPath, [join(ROOT, 'tools/wire.js'), folder], { cwd: ROOT }).then(
      () => 'passes',
      (thrown: unknown) => (thrown as { stdout: string }).stdout,
    );

  async function edit(file: string, from: RegExp, to: string): Promise<void> {
    const path = join(folder, 'proto/gridsweep/v1', file);
    const text = await readFile(path, 'utf8');
    expect(text).toMatch(from);
    await writeFile(path, text.replace(from, to));
  }

  it('lets a new field pass', async () => {
    await edit('trial.proto', /message MetricPoint \{/, '$&\n  string added = 1000;');
    expect(await check()).toBe('passes');
  });

  it('finds a field that is another', async () => {
    await edit('trial.proto', /(?<=message MetricPoint \{[^}]*)string name = 1;/, 'bytes name = 1;');
    expect(await check()).toMatch(/"name" on message "MetricPoint" changed type/);
  });

  it('finds a call that is gone', async () => {
    await edit('agent_service.proto', /^ *rpc FetchDataset\(.*\n/m, '');
    expect(await check()).toMatch(/RPC "FetchDataset".*deleted/);
  });
});
