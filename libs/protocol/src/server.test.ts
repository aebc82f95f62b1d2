import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { GridsweepError } from '@gridsweep/sweep';
import { describe, expect, test, vi } from 'vitest';
import { connect } from './client.ts';
import * as examples from './examples.ts';
import { listen, requireFreePort } from './server.ts';
import type { AgentMessage, Chunk, CoordinatorMessage } from './session.ts';
import type { ResultPart } from './sweep.ts';
import { serve, client, all, from, failure, open } from './server.fixture.ts';

describe('messages arrive as they were sent', () => {
  test('calls with one answer', async () => {
    const { sweep, trial, pendingTrial, agent, chunk } = examples;
    const seen: unknown[] = [];
    const answer =
      <Answer>(value: Answer) =>
      (request: unknown) => {
        seen.push(request);
        return Promise.resolve(value);
      };
    const { client } = await serve({
      sweeps: {
        submit: answer({ sweep, created: true, namesake: { ...sweep, id: 'older' } }),
        extend: answer({ sweep, added: 100_000 }),
        uploadCode: async (chunks) => {
          seen.push(await all(chunks));
          return 'cd';
        },
        get: answer(sweep),
        listTrials: answer({ trials: [trial, pendingTrial], nextIndex: 4 }),
        list: () => Promise.resolve([sweep, { ...sweep, id: 'other' }]),
        cancel: answer({ ...sweep, state: 'cancelled' as const }),
        pause: answer({ ...sweep, state: 'paused' as const }),
        resume: answer(sweep),
        retryFailed: answer({ sweep, retried: 7 }),
        delete: answer(undefined),
        listAgents: () => Promise.resolve([agent]),
        drainAgent: answer(agent),
      },
    });
    const { sweeps } = client;
    const submission = { spec: 'name: é', newSweep: true, claim: { deterministic: true } };
    expect(await sweeps.submit(submission)).toEqual({ sweep, created: true, namesake: { ...sweep, id: 'older' } });
    expect(await sweeps.extend({ sweep: 'a', spec: 'name: b' })).toEqual({ sweep, added: 100_000 });
    expect(await sweeps.uploadCode(from([chunk, { ...chunk, offset: 5 }]))).toBe('cd');
    expect(await sweeps.get('a')).toEqual(sweep);
    expect(await sweeps.listTrials({ sweep: 'a', fromIndex: 2, limit: 2 })).toEqual({
      trials: [trial, pendingTrial],
      nextIndex: 4,
    });
    expect(await sweeps.list()).toEqual([sweep, { ...sweep, id: 'other' }]);
    expect(await sweeps.cancel('b')).toEqual({ ...sweep, state: 'cancelled' });
    expect(await sweeps.pause('c')).toEqual({ ...sweep, state: 'paused' });
    expect(await sweeps.resume('d')).toEqual(sweep);
    expect(await sweeps.retryFailed({ sweep: 'e', includeCancelled: true })).toEqual({ sweep, retried: 7 });
    await sweeps.delete('f');
    expect(await sweeps.listAgents()).toEqual([agent]);
    expect(await sweeps.drainAgent('agent-1')).toEqual(agent);
    expect(seen).toEqual([
      submission,
      { sweep: 'a', spec: 'name: b' },
      [chunk, { ...chunk, offset: 5 }],
      'a',
      { sweep: 'a', fromIndex: 2, limit: 2 },
      'b',
      'c',
      'd',
      { sweep: 'e', includeCancelled: true },
      'f',
      'agent-1',
    ]);
  });

  test('streams of answers, NaN and infinity included', async () => {
    const { sweep, trial, points } = examples;
    const parts: ResultPart[] = [
      { type: 'sweep', sweep },
      { type: 'trial', trial },
      { type: 'points', trialId: trial.id, points },
    ];
    const update = { sweep, trials: [trial], complete: false };
    const log = {
      time: 5,
      level: 'warn',
      trialId: 't',
      trialIndex: 7,
      attempt: 1,
      agentId: 'a',
      message: 'm',
    } as const;
    const data: Chunk[] = [examples.chunk, { ...examples.chunk, offset: 5, bytes: Buffer.of() }];
    const fetched: unknown[] = [];
    const give = (request: unknown) => {
      fetched.push(request);
      return from(data);
    };
    const logRequests: unknown[] = [];
    const { client } = await serve({
      sweeps: {
        streamResults: () => from(parts),
        watch: () => from([update, update]),
        streamLogs: (request) => {
          logRequests.push(request);
          return from([log]);
        },
      },
      agents: { fetchDataset: give, fetchCheckpoint: give, fetchCode: give },
    });
    expect(await all(client.sweeps.streamResults('a'))).toEqual(parts);
    expect(await all(client.sweeps.watch('a'))).toEqual([update, update]);
    expect(await all(client.sweeps.streamLogs({ sweep: 'a', follow: true }))).toEqual([log]);
    expect(await all(client.sweeps.streamLogs({ sweep: 'a', trial: '3', follow: false }))).toEqual([log]);
    expect(logRequests).toEqual([
      { sweep: 'a', follow: true },
      { sweep: 'a', trial: '3', follow: false },
    ]);
    expect(await all(client.agents.fetchDataset('cifar10'))).toEqual(data);
    const asked = { trialId: 't', attempt: 2, checkpointId: 9_007_199_254_740_991 };
    expect(await all(client.agents.fetchCheckpoint(asked))).toEqual(data);
    expect(await all(client.agents.fetchCode('ab'))).toEqual(data);
    expect(fetched).toEqual(['cifar10', asked, 'ab']);
  });

  test('every message of a session', async () => {
    const { points, trial, agent, chunk } = examples;
    const lease = { trialId: 't', attempt: 3 };
    const fromAgent: AgentMessage[] = [
      {
        type: 'hello',
        agentId: 'a',
        instanceId: 'i',
        version: '0.1.0',
        nodeVersion: 'v24',
        device: 'Example GPU',
        host: 'h',
        workloads: agent.workloads,
        slots: 2,
        labels: { zone: 'b' },
        resuming: [{ ...lease, lastSeq: 9_007_199_254_740_991 }],
      },
      { type: 'report', ...lease, seq: 1, body: { type: 'metrics', points } },
      { type: 'report', ...lease, seq: 2, body: { type: 'checkpoint', step: 782, chunk } },
      { type: 'report', ...lease, seq: 2, body: { type: 'weights', step: 783, chunk } },
      { type: 'report', ...lease, seq: 3, body: { type: 'finished', outcome: 'diverged' } },
      { type: 'report', ...lease, seq: 4, body: { type: 'failed', kind: 'bad-config', detail: 'Why.' } },
      { type: 'report', ...lease, seq: 5, body: { type: 'handed-back' } },
      { type: 'progress', ...lease, progress: { step: 1 } },
      { type: 'progress', ...lease, progress: { step: 1, totalSteps: 2, rate: { value: 3.5, unit: 'images/s' } } },
      { type: 'ending', ...lease },
      { type: 'heartbeat', freeSlots: 0 },
      { type: 'heartbeat', freeSlots: 1, slots: 2, device: examples.deviceMetrics },
      {
        type: 'heartbeat',
        freeSlots: 1,
        device: { ...examples.deviceMetrics, utilization: 0, temperatureCelsius: null },
      },
      { type: 'draining' },
      { type: 'log', ...lease, level: 'error', message: 'A line.' },
    ];
    const { parameters } = trial;
    const bare = {
      type: 'assignment',
      ...lease,
      sweepId: 's',
      cellId: 'c',
      workload: 'w',
      parameters,
      seed: 1,
    } as const;
    const checkpoints = [
      { id: 7, step: 20, sizeBytes: 268_435_456, sha256: 'ab' },
      { id: 6, step: 10, sizeBytes: 5, sha256: 'cd' },
    ];
    const fromCoordinator: CoordinatorMessage[] = [
      { type: 'welcome', leaseTtlMs: 10_000, heartbeatEveryMs: 2000 },
      { ...bare, settings: {}, checkpoints: [] },
      { ...bare, settings: { command: ['a', '${args}'] }, codeSha256: 'ef', checkpoints },
      { type: 'ack', ...lease, seq: 5 },
      { type: 'cancel', ...lease },
      { type: 'drain' },
      { type: 'fenced', ...lease },
    ];
    const received: AgentMessage[] = [];
    const { client } = await serve({
      agents: {
        connect: async (session) => {
          for await (const message of session.messages) received.push(message);
          for (const message of fromCoordinator) await session.send(message);
        },
      },
    });
    const session = client.agents.connect();
    for (const message of fromAgent) await session.send(message);
    session.end();
    expect(await all(session.messages)).toEqual(fromCoordinator);
    expect(received).toEqual(fromAgent);
  });
});

describe('errors', () => {
  test('a coded error keeps its code and sentence in every kind of call', async () => {
    const fail = () => {
      throw new GridsweepError('fenced', 'Trial t is leased by another agent – nothing was stored.');
    };
    const { client } = await serve({ sweeps: { get: fail, watch: fail }, agents: { connect: fail } });
    for (const error of await Promise.all(
      [client.sweeps.get('a'), all(client.sweeps.watch('a')), all(client.agents.connect().messages)].map(failure),
    )) {
      expect(error.code).toBe('fenced');
      expect(error.message).toBe('Trial t is leased by another agent – nothing was stored.');
    }
  });

  test('an error in the middle of a stream comes after what was sent before it', async () => {
    const { client } = await serve({
      sweeps: {
        async *streamResults() {
          yield await Promise.resolve({ type: 'sweep', sweep: examples.sweep });
          throw new GridsweepError('data', 'The store is broken.');
        },
      },
    });
    const parts = client.sweeps.streamResults('a')[Symbol.asyncIterator]();
    expect((await parts.next()).value).toEqual({ type: 'sweep', sweep: examples.sweep });
    expect((await failure(parts.next())).code).toBe('data');
  });

  test('a session that failed before its messages were read still says why', async () => {
    const { client } = await serve({
      agents: { connect: () => Promise.reject(new GridsweepError('conflict', 'The agent is connected already.')) },
    });
    const session = client.agents.connect();
    // Sends until the failure has arrived, then reads for the first time.
    const refused = await failure(
      (async () => {
        for (;;) {
          await session.send({ type: 'heartbeat', freeSlots: 1 });
          await new Promise(setImmediate);
        }
      })(),
    );
    expect(refused.message).toBe('The agent is connected already.');
    expect((await failure(all(session.messages))).message).toBe('The agent is connected already.');
  });

  test('a malformed answer is "invalid"', async () => {
    const broken = { ...examples.trial, parameters: { lr: { nested: true } } } as unknown as typeof examples.trial;
    const { client } = await serve({
      sweeps: { listTrials: () => Promise.resolve({ trials: [broken] }) },
    });
    const error = await failure(client.sweeps.listTrials({ sweep: 'a', fromIndex: 0, limit: 1 }));
    expect(error.code).toBe('invalid');
    expect(error.message).toContain('Parameter lr is {"nested":true}');
  });

  test('nobody at the port: one sentence that says what to do, at once', async () => {
    const { server } = await serve({});
    await server.close();
    const nobody = client(server.address);
    const sentence = `No coordinator answers at ${server.address} (ECONNREFUSED). Start one with: gridsweep coordinator`;
    for (const error of await Promise.all(
      [nobody.sweeps.list(), all(nobody.sweeps.watch('a')), all(nobody.agents.connect().messages)].map(failure),
    )) {
      expect(error.code).toBe('unavailable');
      expect(error.message).toBe(sentence);
    }
  });

  test('a port that accepts and stays silent is given up after the connect timeout', async () => {
    const silent: Server = createServer((socket) => open.push({ close: () => socket.destroy() }));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    open.push(silent);
    const { port } = silent.address() as { port: number };
    const error = await failure(client(`127.0.0.1:${port}`).sweeps.list());
    expect(error.code).toBe('unavailable');
    expect(error.message).toMatch(
      /^No coordinator answers at 127\.0\.0\.1:\d+ \(no answer within 0\.5 s\)\. Start one/,
    );
  });

  test('a coordinator that stops in the middle of a session', async () => {
    const { server, client } = await serve({
      agents: {
        connect: async (session) => {
          await session.send({ type: 'drain' });
          for await (const message of session.messages) expect(message.type).toBe('heartbeat');
        },
      },
    });
    const messages = client.agents.connect().messages[Symbol.asyncIterator]();
    expect((await messages.next()).value).toEqual({ type: 'drain' });
    await server.close({ graceMs: 0 });
    expect((await failure(messages.next() as Promise<unknown>)).code).toBe('unavailable');
  });

  test('a port in use is named', async () => {
    const { server } = await serve({});
    const error = await failure(
      listen(
        { sweeps: examples.unusedSweeps, agents: examples.unusedAgents },
        { host: '127.0.0.1', port: server.port },
      ),
    );
    expect(error.code).toBe('address-in-use');
    expect(error.message).toContain(`Port ${server.port} is in use`);
    expect(await failure(requireFreePort({ host: '127.0.0.1', port: server.port }))).toMatchObject({
      code: 'address-in-use',
      message: error.message,
    });
    await requireFreePort({ host: '127.0.0.1', port: 0 });
  });

  test('a coordinator that is being started is waited for, but not for ever', async () => {
    const { server, client: early } = await serve({});
    await server.close({ graceMs: 0 });
    const told = vi.fn();
    const quick = client(server.address);
    await quick.ready({ withinMs: 300, onWaiting: told });
    expect(told).toHaveBeenCalledExactlyOnceWith();
    expect((await failure(quick.sweeps.list())).message).toMatch(/^No coordinator answers at .* \(ECONNREFUSED\)/);

    const ready = early.ready({ withinMs: 30_000, onWaiting: told });
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
    const handlers = {
      sweeps: { ...examples.unusedSweeps, list: () => Promise.resolve([]) },
      agents: examples.unusedAgents,
    };
    const started = await listen(handlers, { host: '127.0.0.1', port: server.port });
    open.push({ close: () => started.close({ graceMs: 0 }) });
    await ready;
    expect(await early.sweeps.list()).toEqual([]);

    const given = await failure(quick.ready({ withinMs: 30_000, signal: AbortSignal.abort() }));
    expect(given.code).toBe('cancelled');
  });

  test('a call without an answer ends at its deadline', async () => {
    const { client } = await serve({ sweeps: { list: () => new Promise(() => undefined) } });
    const error = await failure(client.sweeps.list({ timeoutMs: 100 }));
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('took too long to answer');
  });

  test.each(['nowhere', '127.0.0.1', 'http://127.0.0.1:1', '127.0.0.1:99999', ':50051'])('address %s', (address) => {
    expect(() => connect(address)).toThrow(/expected host:port/);
  });
});
