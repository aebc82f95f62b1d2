import { once } from 'node:events';
import { GridsweepError } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import * as examples from './examples.ts';
import type { Chunk } from './session.ts';
import type { ResultPart } from './sweep.ts';
import { serve, all, failure, later } from './server.fixture.ts';

describe('cancellation and backpressure', () => {
  test('the signal cancels a call on both sides', async () => {
    const aborted = later<undefined>();
    const called = later<undefined>();
    const { client } = await serve({
      sweeps: {
        get: async (_sweep, { signal }) => {
          called.resolve(undefined);
          await once(signal, 'abort');
          aborted.resolve(undefined);
          throw new Error('unreachable for the caller');
        },
      },
    });
    const controller = new AbortController();
    const call = failure(client.sweeps.get('a', { signal: controller.signal }));
    await called.promise;
    controller.abort();
    expect((await call).code).toBe('cancelled');
    await aborted.promise;
    expect((await failure(client.sweeps.get('a', { signal: controller.signal }))).code).toBe('cancelled');
  });

  test('leaving the loop over a stream cancels it at the server', async () => {
    const returned = later<undefined>();
    const { client } = await serve({
      sweeps: {
        async *watch(_sweep, { signal }) {
          try {
            yield { sweep: examples.sweep, trials: [], complete: true };
            await once(signal, 'abort');
          } finally {
            returned.resolve(undefined);
          }
        },
      },
    });
    for await (const update of client.sweeps.watch('a')) {
      expect(update.trials).toEqual([]);
      break;
    }
    await returned.promise;
  });

  test("an agent that vanishes ends the coordinator's loop over its messages", async () => {
    const arrived = later<string>();
    const ended = later<boolean>();
    const { client } = await serve({
      agents: {
        connect: async (session, { signal }) => {
          for await (const message of session.messages) arrived.resolve(message.type);
          ended.resolve(signal.aborted);
        },
      },
    });
    await client.agents.connect().send({ type: 'draining' });
    expect(await arrived.promise).toBe('draining');
    client.close();
    expect(await ended.promise).toBe(true);
  });

  test('I6: a slow reader holds up the producer at the server', async () => {
    const value = examples.points[0]!;
    const page: ResultPart = { type: 'points', trialId: 't', points: Array.from({ length: 10_000 }, () => value) };
    const total = 60; // Pages of about 360 kB, so 20 MB in all.
    let produced = 0;
    const { client } = await serve({
      sweeps: {
        async *streamResults() {
          for (; produced < total; produced++) yield await Promise.resolve(page);
        },
      },
    });
    let seen = 0;
    let ahead = 0;
    for await (const part of client.sweeps.streamResults('a')) {
      expect(part.type).toBe('points');
      seen++;
      if (seen > 10) continue;
      await new Promise((resolve) => setTimeout(resolve, 20));
      ahead = Math.max(ahead, produced - seen);
    }
    expect(seen).toBe(total);
    expect(ahead).toBeLessThan(40);
  });

  test('I6: a coordinator that does not read holds up the agent', async () => {
    const release = later<undefined>();
    let received = 0;
    const { client } = await serve({
      agents: {
        connect: async (session) => {
          await release.promise;
          for await (const message of session.messages) received += message.type === 'report' ? 1 : 0;
        },
      },
    });
    const session = client.agents.connect();
    const chunk = { ...examples.chunk, bytes: new Uint8Array(500_000) };
    const total = 60;
    let sent = 0;
    const sending = (async () => {
      for (; sent < total; sent++) {
        const body = { type: 'checkpoint', step: sent, chunk } as const;
        await session.send({ type: 'report', trialId: 't', attempt: 1, seq: sent + 1, body });
      }
      session.end();
    })();
    const held = await Promise.race([
      sending.then(() => false),
      new Promise((resolve) => setTimeout(resolve, 300, true)),
    ]);
    expect(held).toBe(true);
    expect(sent).toBeLessThan(total);
    release.resolve(undefined);
    await sending;
    expect(await all(session.messages)).toEqual([]);
    expect(received).toBe(total);
  });

  test('I6: a coordinator that does not read holds up an upload', async () => {
    const release = later<undefined>();
    let received = 0;
    const { client } = await serve({
      sweeps: {
        uploadCode: async (chunks) => {
          await release.promise;
          for await (const { bytes } of chunks) received += bytes.length;
          return 'ab';
        },
      },
    });
    let sent = 0;
    async function* chunks() {
      for (; sent < 60; sent++) yield await Promise.resolve({ ...examples.chunk, bytes: new Uint8Array(500_000) });
    }
    const upload = client.sweeps.uploadCode(chunks());
    const held = await Promise.race([
      upload.then(() => false),
      new Promise((resolve) => setTimeout(resolve, 300, true)),
    ]);
    expect(held).toBe(true);
    expect(sent).toBeLessThan(60);
    release.resolve(undefined);
    expect(await upload).toBe('ab');
    expect(received).toBe(30_000_000);
  });

  test('an upload that is refused ends early and says why', async () => {
    let made = 0;
    const { client } = await serve({
      sweeps: {
        uploadCode: async (chunks) => {
          for await (const { offset } of chunks) {
            throw new GridsweepError('invalid', `The code begins at byte ${offset}, not at 0.`);
          }
          return '';
        },
      },
    });
    async function* endless() {
      for (;;) {
        made++;
        yield await new Promise<Chunk>((resolve) => setImmediate(resolve, { ...examples.chunk, offset: 5 }));
      }
    }
    const error = await failure(client.sweeps.uploadCode(endless()));
    expect(error.message).toBe('The code begins at byte 5, not at 0.');
    const afterwards = made;
    await new Promise(setImmediate);
    expect(made).toBe(afterwards);
  });

  test('a message over the size limit is refused with a sentence', async () => {
    const { client } = await serve({ sweeps: { submit: () => Promise.reject(new Error('not reached')) } });
    const error = await failure(client.sweeps.submit({ spec: 'x'.repeat(17 * 1024 * 1024), newSweep: false }));
    expect(error.code).toBe('invalid');
    expect(error.message).toMatch(/size larger than 16777216/);
  });
});
