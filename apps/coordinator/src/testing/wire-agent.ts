import type {
  AgentMessage,
  AgentSession,
  Assignment,
  CoordinatorClient,
  CoordinatorMessage,
  Hello,
  Lease,
  ReportBody,
} from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import { expect, vi } from 'vitest';

import { QUADRATIC } from './workloads.ts';

type MessageOf<Type extends CoordinatorMessage['type']> = Extract<CoordinatorMessage, { readonly type: Type }>;

/** An agent by hand: it says exactly what a test tells it to, right or wrong, and trains nothing. */
export class WireAgent {
  readonly received: CoordinatorMessage[] = [];
  /** What the session ended with; undefined while it is open. */
  ended: GridsweepError | 'ended' | undefined;
  readonly #session: AgentSession;
  readonly #abort: AbortController;

  private constructor(session: AgentSession, abort: AbortController) {
    this.#session = session;
    this.#abort = abort;
    void this.#read();
  }

  /** Opens a session and says Hello, unless `hello` is 'none'. */
  static async connect(client: CoordinatorClient, hello: Partial<Hello> | 'none' = {}): Promise<WireAgent> {
    const abort = new AbortController();
    const agent = new WireAgent(client.agents.connect({ signal: abort.signal }), abort);
    if (hello !== 'none') await agent.send({ type: 'hello', ...helloOf(hello) });
    return agent;
  }

  send(message: AgentMessage): Promise<void> {
    return this.#session.send(message);
  }

  report({ trialId, attempt }: Lease, seq: number, body: ReportBody): Promise<void> {
    return this.send({ type: 'report', trialId, attempt, seq, body });
  }

  of<Type extends CoordinatorMessage['type']>(type: Type): MessageOf<Type>[] {
    return this.received.filter((message): message is MessageOf<Type> => message.type === type);
  }

  get assigned(): Assignment[] {
    return this.of('assignment');
  }

  /** Waits until so many trials have been assigned. */
  async assignments(count: number): Promise<Assignment[]> {
    await vi.waitFor(() => expect(this.assigned).toHaveLength(count), { timeout: 10_000, interval: 5 });
    return this.assigned;
  }

  /** Waits for a message that says at least this. */
  async message(expected: Partial<CoordinatorMessage> & { type: CoordinatorMessage['type'] }): Promise<void> {
    await vi.waitFor(() => expect(this.received).toContainEqual(expect.objectContaining(expected)), {
      timeout: 10_000,
      interval: 5,
    });
  }

  /** Waits until the coordinator has ended the session. */
  async end(): Promise<GridsweepError | 'ended'> {
    await vi.waitFor(() => expect(this.ended).toBeDefined(), { timeout: 10_000, interval: 5 });
    return this.ended!;
  }

  /** Says that nothing more comes. */
  finish(): void {
    this.#session.end();
  }

  /** Is gone without a word. */
  vanish(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    try {
      for await (const message of this.#session.messages) this.received.push(message);
      this.ended = 'ended';
    } catch (thrown) {
      this.ended = GridsweepError.from(thrown);
    }
  }
}

export function helloOf(overrides: Partial<Hello>): Hello {
  const agentId = overrides.agentId ?? 'agent-1';
  return {
    agentId,
    instanceId: `${agentId}/1`,
    version: '0.1.0',
    nodeVersion: 'v20',
    device: 'CPU',
    workloads: [{ name: QUADRATIC, engine: 'wasm', engineVariant: 'simd' }],
    host: 'machine',
    slots: 1,
    labels: {},
    resuming: [],
    ...overrides,
  };
}
