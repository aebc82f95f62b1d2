import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { credentials, loadPackageDefinition, type ServiceClientConstructor } from '@grpc/grpc-js';
import { load } from '@grpc/proto-loader';
import { protoPath } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Manifest {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly [
          {
            readonly args: readonly string[];
            readonly livenessProbe: { readonly httpGet?: { readonly path: string } };
            readonly readinessProbe: { readonly httpGet?: { readonly path: string } };
          },
        ];
      };
    };
  };
}

describe('the programs, started as the manifests start them, answer their probes [network]', () => {
  let folder: string;
  let coordinator: string;
  let agent: number;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-k8s-'));
    const own = { host: '127.0.0.1', port: '0', 'data-dir': join(folder, 'volume', 'data') };
    coordinator = await start('coordinator-statefulset.yaml', own, ({ address }) => address as string | undefined);
    const agents = { coordinator, slots: '1', 'http-port': '0' };
    agent = await start('agent-deployment.yaml', agents, ({ msg, port }) =>
      String(msg).includes('/healthz') ? (port as number) : undefined,
    );
  }, 300_000);

  afterAll(async () => {
    await Promise.all(children.map((child) => terminate(child)));
    await rm(folder, { recursive: true, force: true });
  });

  /** Starts the program with a manifest's arguments, some replaced, and resolves with what `ready` finds in a log line. */
  async function start<T>(
    file: string,
    replaced: Readonly<Record<string, string>>,
    ready: (line: Record<string, unknown>) => T | undefined,
  ): Promise<T> {
    const { args } = await containerIn(file);
    const actual = args.map((arg) => {
      const name = /^--([a-z-]+)=/.exec(arg)?.[1];
      const value = name === undefined ? undefined : replaced[name];
      return value === undefined ? arg : `--${name}=${value}`;
    });
    const program = [join(ROOT, 'bin/gridsweep.js'), ...actual, '--log-format=json'];
    const child = spawn(process.execPath, program, { stdio: ['ignore', 'ignore', 'pipe'] });
    children.push(child);
    const lines: string[] = [];
    for await (const line of createInterface(child.stderr)) {
      lines.push(line);
      const found = line.startsWith('{') ? ready(JSON.parse(line) as Record<string, unknown>) : undefined;
      if (found === undefined) continue;
      child.stderr.resume();
      return found;
    }
    throw new Error(`The program of ${file} ended before it was ready:\n${lines.join('\n')}`);
  }

  test('the coordinator by grpc.health.v1', async () => {
    const { grpc } = loadPackageDefinition(await load(protoPath)) as unknown as {
      grpc: { health: { v1: { Health: ServiceClientConstructor } } };
    };
    const client = new grpc.health.v1.Health(coordinator, credentials.createInsecure());
    try {
      const status = await new Promise((resolve, reject) => {
        const check = client['Check'] as (request: object, done: (error: Error | null, reply: unknown) => void) => void;
        check.call(client, { service: '' }, (error, reply) => (error === null ? resolve(reply) : reject(error)));
      });
      // SERVING
      expect(status).toMatchObject({ status: 1 });
    } finally {
      client.close();
    }
  });

  test('the agent over HTTP', async () => {
    const { livenessProbe, readinessProbe } = await containerIn('agent-deployment.yaml');
    for (const { httpGet } of [livenessProbe, readinessProbe]) {
      await expect
        .poll(async () => (await fetch(`http://127.0.0.1:${agent}${httpGet?.path}`)).status, { timeout: 60_000 })
        .toBe(200);
    }
  }, 90_000);

  test('the agent ends in time when it is told to', async () => {
    const [, child] = children;
    expect(await terminate(child)).toBe(0);
  });
});

async function containerIn(file: string): Promise<Manifest['spec']['template']['spec']['containers'][0]> {
  const manifest = parse(await readFile(join(ROOT, 'k8s/base', file), 'utf8')) as Manifest;
  return manifest.spec.template.spec.containers[0];
}

async function terminate(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }
  return child.exitCode;
}
