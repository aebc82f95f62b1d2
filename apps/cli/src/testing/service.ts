import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCoordinator, type Coordinator } from '@gridsweep/coordinator';
import { connect, type CoordinatorClient } from '@gridsweep/protocol';
import { pino } from 'pino';
import { expect, vi } from 'vitest';
import { run } from '../program.ts';
import type { WorkloadList } from '../workload-list.ts';
import { HINTS, WORKLOADS } from '../workloads.ts';
import { memoryTerminal, type Size } from './memory-terminal.ts';

export const SILENT = pino({ level: 'silent' });

/** A command line that runs in this process. */
export interface Line {
  readonly ended: Promise<{ readonly code: number; readonly out: string; readonly err: string }>;
  /** What it has written so far. */
  readonly written: { readonly out: string; readonly err: string };
  /** As Ctrl-C does. */
  interrupt(): void;
  /** Waits until it has written this. */
  printed(pattern: RegExp): Promise<void>;
}

/** A coordinator in this process with a folder of its own, and command lines that talk to it. */
export class Service {
  readonly folder: string;
  readonly workloads: WorkloadList;
  #coordinator: Coordinator;
  #client: CoordinatorClient;

  static async start(workloads: WorkloadList = WORKLOADS): Promise<Service> {
    const folder = await mkdtemp(join(tmpdir(), 'gridsweep-service-'));
    return new Service(folder, workloads, await serve(folder, workloads, 0));
  }

  private constructor(folder: string, workloads: WorkloadList, coordinator: Coordinator) {
    this.folder = folder;
    this.workloads = workloads;
    this.#coordinator = coordinator;
    this.#client = connect(coordinator.address);
  }

  get address(): string {
    return this.#coordinator.address;
  }

  get client(): CoordinatorClient {
    return this.#client;
  }

  /** Writes a file into the folder. @returns its path */
  async file(name: string, content: object | string): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  /** @param size of the terminal that it writes to; into pipes if not given */
  start(args: readonly string[], size?: Size): Line {
    const controller = new AbortController();
    const { terminal, written } = memoryTerminal(undefined, size);
    const ended = run(args, {
      terminal,
      env: { GRIDSWEEP_COORDINATOR: this.address, GRIDSWEEP_DATA_DIR: join(this.folder, 'data') },
      interrupt: controller.signal,
      stdin: process.stdin,
      workloads: this.workloads,
    }).then((code) => ({ code, ...written }));
    return {
      ended,
      written,
      interrupt: () => controller.abort('SIGINT'),
      printed: (pattern) =>
        vi.waitFor(() => expect(written.out + written.err).toMatch(pattern), { timeout: 30_000, interval: 20 }),
    };
  }

  run(...args: readonly string[]): Line['ended'] {
    return this.start(args).ended;
  }

  /** Runs it with --json. @returns what it printed; it must succeed */
  async json<Value>(...args: readonly string[]): Promise<Value> {
    const { code, out, err } = await this.run(...args, '--json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return JSON.parse(out) as Value;
  }

  /** Stops the coordinator. @returns what starts it again at the same address */
  async stop(): Promise<() => Promise<void>> {
    const { port } = this.#coordinator;
    this.#client.close();
    await this.#coordinator.close();
    return async () => {
      this.#coordinator = await serve(this.folder, this.workloads, port);
      this.#client = connect(this.address);
    };
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true });
  }
}

function serve(folder: string, { all: workloads }: WorkloadList, port: number): Promise<Coordinator> {
  const store = { kind: 'pglite', directory: join(folder, 'store') } as const;
  return startCoordinator({ host: '127.0.0.1', port, store, workloads, hints: HINTS, logger: SILENT });
}
