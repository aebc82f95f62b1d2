import { createHash } from 'node:crypto';
import { fetchWeights, type Chunk } from '@gridsweep/protocol';
import { describe, expect, test, vi } from 'vitest';

import { checkpoint, pieces, whole } from '../store/contract-suite/store-driver.ts';
import { failure, FINISHED, ONE, Served, stream } from '../testing/served.ts';

const served = Served.forEachTest();

/** Bytes of weights and both moments of LeNet-5's Adam. */
const ADAM_BYTES = 3 * 62_006 * 4;

function bytesOf(seed: number, length: number): Uint8Array {
  return Buffer.alloc(length, `no two of these are alike: ${seed} `);
}

describe('checkpoints over the wire', () => {
  test('64 trials that one agent drained go to one other agent, each with its checkpoint', async () => {
    const SLOTS = 64;
    await served.submit(
      `name: many\nworkload: quadratic\nseeds: ${SLOTS}\nparameters: { optimizer: { value: adam }, lr: { value: 0.1 } }\n`,
    );
    const drained = await served.join({ agentId: 'drained', slots: SLOTS });
    const held = await drained.assignments(SLOTS);
    await drained.send({ type: 'draining' });
    const hashes = new Map<string, string>();
    for (const [at, lease] of held.entries()) {
      const [chunk, ...more] = pieces(bytesOf(at, ADAM_BYTES));
      expect(more).toEqual([]);
      hashes.set(lease.trialId, chunk!.sha256);
      await drained.report(lease, 1, { type: 'checkpoint', step: at + 1, chunk: chunk! });
      await drained.report(lease, 2, { type: 'handed-back' });
    }
    await vi.waitFor(() => expect(drained.of('ack')).toHaveLength(2 * SLOTS), { timeout: 60_000 });
    drained.finish();
    expect(await drained.end()).toBe('ended');

    const other = await served.join({ agentId: 'other', slots: SLOTS });
    const again = await other.assignments(SLOTS);
    expect(new Set(again.map(({ trialId }) => trialId))).toEqual(new Set(hashes.keys()));
    for (const assignment of again) {
      const { trialId, checkpoints } = assignment;
      expect(checkpoints).toMatchObject([{ sizeBytes: ADAM_BYTES, sha256: hashes.get(trialId) }]);
      const content = await served.checkpointOf(assignment);
      expect(createHash('sha256').update(content).digest('hex')).toBe(hashes.get(trialId));
    }
    expect(other.ended).toBeUndefined();
  }, 120_000);

  test('a checkpoint in many chunks, cut off by a lost connection, is completed by the same attempt', async () => {
    await served.submit(ONE);
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    const content = bytesOf(1, 5 * 2 ** 20 + 1);
    const chunks = pieces(content);
    const send = (from: typeof agent, at: number) =>
      from.report(held!, at + 1, { type: 'checkpoint', step: 7, chunk: chunks[at]! });
    for (const at of [0, 1, 2]) await send(agent, at);
    await agent.message({ type: 'ack', seq: 2 });
    agent.vanish();
    const back = await served.join({ resuming: [{ ...held!, lastSeq: 2 }] });
    await back.message({ type: 'welcome' });
    for (const at of [1, 2, 3, 4, 5]) await send(back, at);
    await back.report(held!, 7, { type: 'handed-back' });
    const [again] = await back.assignments(1);
    expect(again).toMatchObject({ attempt: 2, checkpoints: [{ step: 7, sizeBytes: content.length }] });
    expect(Buffer.compare(await served.checkpointOf(again!), content)).toBe(0);
  });

  test('I2: an attempt that lost its lease is given no checkpoint', async () => {
    await served.submit(ONE);
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    await agent.report(held!, 1, checkpoint(1, new Uint8Array([1])));
    await agent.report(held!, 2, { type: 'handed-back' });
    const [, again] = await agent.assignments(2);
    expect([...(await served.checkpointOf(again!))]).toEqual([1]);
    const stale = { ...again!, attempt: 1 };
    expect((await failure(served.checkpointOf(stale))).code).toBe('fenced');
  });
});

describe('weights over the wire', () => {
  const content = bytesOf(9, 2 ** 20 + 9);

  test('they are shown with their trial, and fetched by its sweep and index, its id, or a beginning of that', async () => {
    const { id } = await served.submit(ONE);
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    for (const [at, chunk] of pieces(content).entries()) {
      await agent.report(held!, at + 1, { type: 'weights', step: 7, chunk });
    }
    await agent.report(held!, 3, FINISHED);
    await vi.waitFor(() => expect(agent.of('ack').at(-1)).toMatchObject({ seq: 3 }));
    const [trial] = await served.trialsOf(id);
    expect(trial).toMatchObject({ state: 'finished', weights: { step: 7, sizeBytes: content.length } });
    for (const request of [{ sweep: 'one', trial: '0' }, { trial: trial!.id }, { trial: trial!.id.slice(0, -1) }]) {
      const fetched = await fetchWeights(served.client.sweeps, request);
      expect(fetched.trial).toEqual(trial);
      expect(Buffer.compare(fetched.bytes, content)).toBe(0);
    }
  });

  test('what is not there is told', async () => {
    const { id } = await served.submit(ONE);
    const [trial] = await served.trialsOf(id);
    for (const [request, message] of [
      [
        { trial: trial!.id },
        `No weights are kept of the trial "${trial!.id}"; a sweep keeps them with keep_weights: best or last`,
      ],
      [{ sweep: 'one', trial: '1' }, 'has no trial "1"'],
      [{ trial: 'nothing' }, 'There is no trial "nothing"'],
      [{ sweep: 'nothing', trial: '0' }, 'There is no sweep "nothing"'],
    ] as const) {
      const told = await failure(fetchWeights(served.client.sweeps, request));
      expect(told.code).toBe('not-found');
      expect(told.message).toContain(message);
    }
  });
});

describe('code over the wire', () => {
  const content = bytesOf(5, 3 * 2 ** 20 + 7);
  const { sha256 } = pieces(content)[0]!;
  const upload = (chunks: readonly Chunk[]) => served.client.sweeps.uploadCode(stream(chunks));

  test('it is sent once, and an agent gets it as it was', async () => {
    expect(await upload(pieces(content))).toBe(sha256);
    expect(await upload(pieces(content))).toBe(sha256);
    expect(Buffer.compare(await whole(served.client.agents.fetchCode(sha256)), content)).toBe(0);
    const missing = whole(served.client.agents.fetchCode('ab'.repeat(32)));
    expect((await failure(missing)).code).toBe('not-found');
  });

  test('what is damaged on the way, or too large, is refused with a reason', async () => {
    const chunks = pieces(bytesOf(6, 2 ** 21));
    const damaged = [chunks[0]!, { ...chunks[1]!, bytes: new Uint8Array(2 ** 20) }];
    expect(await failure(upload(damaged))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('hash') as string,
    });
    const large = chunks.map((chunk) => ({ ...chunk, totalBytes: 2 ** 26 + 1 }));
    expect(await failure(upload(large))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('at most 64 are taken') as string,
    });
  });
});
