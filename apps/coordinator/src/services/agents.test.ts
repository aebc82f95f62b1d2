import { GridsweepError } from '@gridsweep/sweep';
import { describe, expect, test, vi } from 'vitest';

import { checkpoint } from '../store/contract-suite/store-driver.ts';
import { FINISHED, loss, ONE, Served, until } from '../testing/served.ts';

const served = Served.forEachTest();
const SHORT_TTL = 1500;

describe('agents that misbehave', () => {
  test('I3: a report sent many times is acknowledged each time and stored once', async () => {
    const { id } = await served.submit();
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    for (let time = 0; time < 20; time++) await agent.report(held!, 1, { type: 'metrics', points: [loss(1)] });
    await vi.waitFor(() => expect(agent.of('ack')).toHaveLength(20), { timeout: 10_000 });
    expect(await served.pointsOf(id)).toEqual([loss(1)]);
  });

  test('I2: without heartbeats the lease expires, another agent goes on from the checkpoint, the first is fenced', async () => {
    await served.restart({ leaseTtlMs: SHORT_TTL });
    await served.submit(ONE);
    const silent = await served.join();
    const [held] = await silent.assignments(1);
    await silent.report(held!, 1, checkpoint(5, new Uint8Array([1, 2, 3])));
    await silent.message({ type: 'ack', seq: 1 });
    await silent.message({ type: 'fenced', trialId: held!.trialId, attempt: 1 });
    const other = await served.join({ agentId: 'agent-2' });
    const [again] = await other.assignments(1);
    expect(again).toMatchObject({ trialId: held!.trialId, attempt: 2 });
    expect([...(await served.checkpointOf(again!))]).toEqual([1, 2, 3]);
    await silent.report(held!, 2, FINISHED);
    await vi.waitFor(() => expect(silent.of('fenced')).toHaveLength(2), { timeout: 10_000 });
    expect(silent.assigned).toHaveLength(1);
    expect((await served.trialsOf('one'))[0]).toMatchObject({ state: 'running', attempts: 2, agentId: 'agent-2' });
  });

  test('heartbeats keep a lease for longer than its time', async () => {
    await served.restart({ leaseTtlMs: SHORT_TTL });
    await served.submit();
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    const beat = setInterval(() => void agent.send({ type: 'heartbeat', freeSlots: 0 }).catch(() => undefined), 50);
    const began = Date.now();
    try {
      await until(async () => {
        await agent.report(held!, 1, { type: 'metrics', points: [] });
        expect(Date.now() - began).toBeGreaterThan(2 * SHORT_TTL);
      });
    } finally {
      clearInterval(beat);
    }
    expect(agent.of('fenced')).toEqual([]);
    expect((await served.trialsOf('rates'))[0]).toMatchObject({ state: 'running', attempts: 1 });
  });

  test('a gap in the reports ends the attempt, and the trial starts again', async () => {
    await served.submit(ONE);
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    await agent.report(held!, 3, { type: 'metrics', points: [loss(3)] });
    await agent.message({ type: 'fenced', trialId: held!.trialId, attempt: 1 });
    expect((await agent.assignments(2))[1]).toMatchObject({ attempt: 2 });
    expect(await served.pointsOf('one')).toEqual([]);
  });

  test('reports of trials that it never had, or of other tokens, are fenced', async () => {
    const { id } = await served.submit();
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    const other = (await served.trialsOf(id)).find((trial) => trial.state === 'pending')!;
    await agent.report({ trialId: other.id, attempt: 1 }, 1, FINISHED);
    await agent.report({ trialId: held!.trialId, attempt: 9 }, 1, FINISHED);
    await agent.report({ trialId: 'nothing\0', attempt: 1 }, 1, FINISHED);
    await vi.waitFor(() => expect(agent.of('fenced')).toHaveLength(3), { timeout: 10_000 });
    expect((await served.client.sweeps.get(id)).counts).toMatchObject({ running: 1, pending: 2, finished: 0 });
  });

  test('a session that does not begin with Hello, or with a useless one, is refused', async () => {
    const rude = await served.join('none');
    await rude.send({ type: 'heartbeat', freeSlots: 1 });
    expect(await rude.end()).toMatchObject({ code: 'refused' });
    const nameless = await served.join({ agentId: '' });
    expect(await nameless.end()).toMatchObject({ code: 'refused' });
    const slotless = await served.join({ slots: 0 });
    expect(await slotless.end()).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('slots is 0') as string,
    });
  });

  test('a report that can never be taken ends its attempt with the reason, and nothing else of the agent', async () => {
    const { id } = await served.submit();
    const agent = await served.join({ slots: 3 });
    const [nameless, many, good] = await agent.assignments(3);
    await agent.report(nameless!, 1, { type: 'metrics', points: [{ ...loss(1), name: 'train/\0' }] });
    const points = Array.from({ length: 201 }, (_, at) => ({ ...loss(1), name: `metric-${at}` }));
    await agent.report(many!, 1, { type: 'metrics', points });
    await agent.report(good!, 1, { type: 'metrics', points: [loss(1)] });
    await agent.report(good!, 2, FINISHED);
    await agent.message({ type: 'ack', trialId: good!.trialId, seq: 2 });
    expect(agent.of('fenced').map(({ trialId }) => trialId)).toEqual([nameless!.trialId, many!.trialId]);
    expect(await served.trialsOf(id)).toMatchObject([
      {
        state: 'failed',
        failure: { kind: 'bad-config', detail: expect.stringContaining('"train/\\u0000"') as string },
      },
      { state: 'failed', failure: { kind: 'bad-config', detail: expect.stringContaining('at most 200') as string } },
      { state: 'finished' },
    ]);
    expect(agent.ended).toBeUndefined();
  });

  test('an agent whose reports the database refuses does not disturb others, and may come back and send them again', async () => {
    let refusing: 'bad' | 'nobody' = 'bad';
    const refused: string[] = [];
    await served.restart(
      {},
      {
        storeReports: async (reports, now) => {
          if (reports.some(({ agentId }) => agentId === refusing)) {
            refused.push(...reports.map(({ agentId }) => agentId));
            throw new GridsweepError('invalid', 'The database refused what it was given.');
          }
          return served.store.storeReports(reports, now);
        },
      },
    );
    const { id } = await served.submit();
    const good = await served.join({ agentId: 'good' });
    const [held] = await good.assignments(1);
    const bad = await served.join({ agentId: 'bad' });
    const [broken] = await bad.assignments(1);
    for (let seq = 1; seq <= 5; seq++) {
      await bad.report(broken!, seq, { type: 'metrics', points: [loss(seq)] }).catch(() => undefined);
      await good.report(held!, seq, { type: 'metrics', points: [loss(seq)] });
    }
    await good.message({ type: 'ack', seq: 5 });
    expect(await bad.end()).toMatchObject({ code: 'invalid', message: expect.stringContaining('refused') as string });
    expect(refused).toContain('bad');
    expect(bad.of('ack')).toEqual([]);
    expect(good.ended).toBeUndefined();
    expect(await served.pointsOf(id)).toEqual([1, 2, 3, 4, 5].map((step) => loss(step)));

    refusing = 'nobody';
    const back = await served.join({ agentId: 'bad', resuming: [{ ...broken!, lastSeq: 0 }] });
    await back.report(broken!, 1, { type: 'metrics', points: [loss(7)] });
    await back.message({ type: 'ack', trialId: broken!.trialId, seq: 1 });
    expect(back.of('fenced')).toEqual([]);
    expect(await served.pointsOf(id)).toContainEqual(loss(7));
  });
});

describe('agents that come and go', () => {
  test('I2: after a lost connection the same process keeps its lease and replays what was not acknowledged', async () => {
    const { id } = await served.submit();
    const agent = await served.join();
    const [held] = await agent.assignments(1);
    await agent.report(held!, 1, { type: 'metrics', points: [loss(1)] });
    await agent.message({ type: 'ack', seq: 1 });
    agent.vanish();
    const back = await served.join({ resuming: [{ ...held!, lastSeq: 0 }] });
    await back.message({ type: 'welcome' });
    await back.report(held!, 1, { type: 'metrics', points: [loss(1)] });
    await back.report(held!, 2, { type: 'metrics', points: [loss(2)] });
    await back.message({ type: 'ack', seq: 2 });
    expect(back.of('fenced')).toEqual([]);
    expect(await served.pointsOf(id)).toEqual([loss(1), loss(2)]);
  });

  test('a restarted agent gets its trials back at once, and its earlier process is told to leave for good', async () => {
    await served.submit(ONE);
    const old = await served.join({ instanceId: 'first' });
    const [held] = await old.assignments(1);
    const fresh = await served.join({ instanceId: 'second' });
    expect(await fresh.assignments(1)).toMatchObject([{ trialId: held!.trialId, attempt: 2 }]);
    expect(await old.end()).toMatchObject({ code: 'refused' });
  });

  test('an assignment that never arrived is given again without counting as a failure', async () => {
    await served.submit(`${ONE}max_retries: 0\n`);
    const agent = await served.join();
    await agent.assignments(1);
    agent.vanish();
    const back = await served.join({ resuming: [] });
    expect(await back.assignments(1)).toMatchObject([{ attempt: 2 }]);
  });

  test('the trial after one that is ending is given before that has ended, and once', async () => {
    await served.submit();
    const agent = await served.join();
    const [first] = await agent.assignments(1);
    await agent.send({ type: 'ending', trialId: first!.trialId, attempt: 1 });
    const [, second] = await agent.assignments(2);
    await agent.report(first!, 1, { type: 'finished', outcome: 'completed' });
    await agent.message({ type: 'ack', trialId: first!.trialId });
    await agent.send({ type: 'heartbeat', freeSlots: 0 });
    await agent.report(second!, 1, { type: 'finished', outcome: 'completed' });
    await agent.message({ type: 'ack', trialId: second!.trialId });
    await agent.assignments(3);
  });

  test("an agent's GPU is shown while the agent is connected, and how many trials it holds", async () => {
    const device = {
      uuid: 'GPU-1',
      name: 'Test',
      utilization: 0.5,
      memory: { usedBytes: 1, totalBytes: 2 },
      powerWatts: null,
      temperatureCelsius: 40,
    };
    const agent = await served.join({ slots: 4 });
    await agent.send({ type: 'heartbeat', freeSlots: 2, slots: 2, device });
    const listed = async () => (await served.client.sweeps.listAgents())[0]!;
    await vi.waitFor(async () => expect(await listed()).toMatchObject({ slots: 2, deviceMetrics: device }));
    agent.finish();
    await agent.end();
    await vi.waitFor(async () => expect((await listed()).state).toBe('gone'));
    expect(await listed()).not.toHaveProperty('deviceMetrics');
  });

  test('a draining agent hands back and gets no more; the trial goes on elsewhere', async () => {
    const { id } = await served.submit();
    const agent = await served.join({ slots: 2 });
    const [first, second] = await agent.assignments(2);
    await served.client.sweeps.drainAgent('agent-1');
    await agent.message({ type: 'drain' });
    const agentOne = async () =>
      (await served.client.sweeps.listAgents()).find(({ id: agentId }) => agentId === 'agent-1');
    expect(await agentOne()).toMatchObject({ state: 'draining' });
    await agent.send({ type: 'draining' });
    await agent.report(first!, 1, checkpoint(9, new Uint8Array([7])));
    await agent.report(first!, 2, { type: 'handed-back' });
    await agent.report(second!, 1, { type: 'handed-back' });
    await agent.message({ type: 'ack', trialId: second!.trialId });
    agent.finish();
    expect(await agent.end()).toBe('ended');
    expect(agent.assigned).toHaveLength(2);
    const other = await served.join({ agentId: 'agent-2' });
    const [again] = await other.assignments(1);
    expect(again).toMatchObject({ trialId: first!.trialId, attempt: 2 });
    expect([...(await served.checkpointOf(again!))]).toEqual([7]);
    expect((await served.client.sweeps.get(id)).counts).toMatchObject({ total: 3, running: 1, pending: 2 });
    expect(await agentOne()).toMatchObject({ state: 'gone', trialIds: [] });
  });
});
