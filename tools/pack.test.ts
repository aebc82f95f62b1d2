import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A sweep of a command, which reports its own parameter. */
const COMMAND = `
name: own
command: [sh, -c, 'echo "@gridsweep {\\"step\\":1,\\"loss\\":\${param:lr}}"']
code: none
metric: { name: loss, goal: minimize }
parameters: { lr: { values: [0.5, 0.25] } }
`;
const SPEC = `
name: packed
parameters:
  optimizer: { values: [sgd, adam] }
  epochs: { value: 1 }
  limit: { value: 640 }
`;

describe('the packed tarball, installed with production dependencies only [network]', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  /** The installed program itself, so that a signal reaches it and not npx. */
  const program = () => join(folder, 'node_modules', 'gridsweep', 'bin', 'gridsweep.js');
  const gridsweep = (...args: string[]) => run(process.execPath, [program(), ...args], { cwd: folder });

  /** Starts a long-running command and resolves with the first log line for which `ready` gives a value. */
  async function start<T>(args: string[], ready: (line: Record<string, unknown>) => T | undefined): Promise<T> {
    const child = spawn(process.execPath, [program(), ...args], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    children.push(child);
    for await (const line of createInterface(child.stderr)) {
      const found = ready(JSON.parse(line) as Record<string, unknown>);
      if (found === undefined) continue;
      child.stderr.resume();
      return found;
    }
    throw new Error(`gridsweep ${args.join(' ')} ended before it was ready`);
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-pack-'));
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: ROOT });
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }];
    await writeFile(join(folder, 'package.json'), '{"private": true}');
    await run('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', join(folder, filename)], { cwd: folder });
  }, 180_000);

  afterAll(async () => {
    await Promise.all(
      children
        .filter((child) => child.exitCode === null && child.signalCode === null)
        .map(async (child) => {
          const exited = once(child, 'exit');
          child.kill('SIGTERM');
          await exited;
        }),
    );
    await rm(folder, { recursive: true, force: true });
  });

  it('trains one trial', async () => {
    const { stdout } = await gridsweep('train', '--optimizer', 'adam', '--epochs', '1', '--limit', '640', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'completed' });
  });

  it('runs sweeps, of a command too, with a coordinator and an agent', async () => {
    const address = await start(
      ['coordinator', '--port', '0', '--data-dir', join(folder, 'data'), '--log-format', 'json'],
      (line) => line['address'] as string | undefined,
    );
    await start(['agent', '--coordinator', address, '--allow-command', '--log-format', 'json'], (line) =>
      /connected/i.test(String(line['msg'])) ? true : undefined,
    );
    await writeFile(join(folder, 'sweep.yaml'), SPEC);
    await gridsweep('submit', 'sweep.yaml', '--coordinator', address, '--watch');
    const { stdout } = await gridsweep('results', 'packed', '--coordinator', address, '--format', 'json');
    expect(stdout).toContain('adam');
    await writeFile(join(folder, 'own.yaml'), COMMAND);
    await gridsweep('submit', 'own.yaml', '--coordinator', address, '--watch');
    const list = ['--coordinator', address, '--list', 'points', '--format', 'csv'];
    expect((await gridsweep('results', 'own', ...list)).stdout).toMatch(/,0\.5,loss,1,,0\.5$/m);
    await gridsweep('report', 'packed', '--coordinator', address, '-o', 'report');
    const { stdout: listed } = await run('ls', ['report'], { cwd: folder });
    expect(listed).toContain('index.html');
  }, 120_000);
});
