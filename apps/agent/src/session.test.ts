import { GridsweepError, type Parameters } from '@gridsweep/sweep';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Agent } from './agent-options.ts';
import { SYSTEM_TIMING, type Timing } from './backoff.ts';
import { FakeCoordinator, LEASE_TTL_MS } from './testing/fake-coordinator.ts';
import { startTestAgent } from './testing/start.ts';
import { assignment, ENDLESS } from './testing/trial.ts';
import { POINTS_IN_FLIGHT } from './trainer/run-control.ts';

/** Long enough to be interrupted: 200 chunks of steps, which take their time. */
const LONGER: Parameters = { steps: 2_000, pace: 10 };
const PATIENT = { timeout: 20_000, interval: 10 };

describe('the session with a coordinator that misbehaves', () => {
  let coordinator: FakeCoordinator;
  let agent: Agent;

  beforeEach(async () => {
    coordinator = await FakeCoordinator.start();
    agent = startTestAgent(coordinator.address, { slots: 2 });
    await connected();
  });
  afterEach(async () => {
    await agent.stop().catch(() => undefined);
    await coordinator.close();
  });

  const connected = (sessions = 1) =>
    vi.waitFor(() => {
      expect(coordinator.hellos).toHaveLength(sessions);
      expect(coordinator.connected).toBe(true);
    }, PATIENT);
  const pointsAtLeast = (lease: { trialId: string; attempt: number }, count: number) =>
    vi.waitFor(() => expect(coordinator.points(lease).length).toBeGreaterThanOrEqual(count), PATIENT);
  const ended = (lease: { trialId: string; attempt: number }, how = 'finished') =>
    vi.waitFor(() => expect(coordinator.end(lease)).toBe(how), PATIENT);
  const heartbeats = () => coordinator.messages.filter(({ type }) => type === 'heartbeat').length;
  const moreHeartbeats = async (count: number) => {
    const before = heartbeats();
    await vi.waitFor(() => expect(heartbeats()).toBeGreaterThanOrEqual(before + count), PATIENT);
  };

  test('the first message names the agent, what it trains and with what', () => {
    expect(coordinator.messages[0]).toMatchObject({
      type: 'hello',
      agentId: 'agent',
      version: 'test',
      nodeVersion: process.versions.node,
      slots: 2,
      workloads: [{ name: 'quadratic', engine: 'floats', engineVariant: 'plain' }],
      resuming: [],
    });
  });

  test.each([
    ['a message over the size limit', new GridsweepError('invalid', 'Received message larger than max')],
    ['a defect', new GridsweepError('internal', 'x is not a function')],
    ['a full disk', new GridsweepError('no-space', 'No space is left.')],
  ])('%s at the coordinator ends the session, not the agent', async (_, error) => {
    const trial = assignment('a', 1, LONGER);
    coordinator.assign(trial);
    await pointsAtLeast(trial, 1);
    coordinator.loseSession(error);
    await connected(2);
    await ended(trial);
  });

  test('an agent that is refused leaves for good', async () => {
    coordinator.refuse(new GridsweepError('refused', 'This coordinator is of version 2.'));
    coordinator.loseSession();
    await expect(agent.done).rejects.toMatchObject({ code: 'refused', message: /version 2/ });
    agent = startTestAgent(coordinator.address);
    await expect(agent.done).rejects.toMatchObject({ code: 'refused' });
  });

  test('a trial is reported as it goes: metrics, checkpoints but the last, that it is ending, its end', async () => {
    const trial = assignment('a', 1, { pace: 20 });
    coordinator.assign(trial);
    await ended(trial);
    const types = coordinator.reports(trial).map(({ body }) => body.type);
    expect(types.filter((type) => type === 'checkpoint')).toHaveLength(1);
    expect(types.at(-1)).toBe('finished');
    expect(coordinator.messages.filter(({ type }) => type === 'ending')).toEqual([
      { type: 'ending', trialId: 'a', attempt: 1 },
    ]);
    const about = coordinator.messages.filter((message) => message.type === 'log').map(({ message }) => message);
    expect(about[0]).toBe('Training starts.');
    await moreHeartbeats(1);
  });

  test('I3: a session lost again and again loses nothing and repeats nothing', async () => {
    const whole = assignment('whole', 1, LONGER);
    const torn = assignment('torn', 1, LONGER);
    coordinator.assign(whole);
    await ended(whole);
    coordinator.assign(torn);
    for (let sessions = 1; sessions <= 4; sessions += 1) {
      await pointsAtLeast(torn, sessions * 20);
      coordinator.loseSession();
      await connected(sessions + 1);
    }
    await ended(torn);
    expect(coordinator.points(torn)).toEqual(coordinator.points(whole));
    expect(coordinator.hellos[1]).toMatchObject({ resuming: [{ trialId: 'torn', attempt: 1 }] });
    expect(new Set(coordinator.hellos.map(({ instanceId }) => instanceId)).size).toBe(1);
  });

  test('training goes on without a coordinator, and all of it comes when one is there again', async () => {
    const trial = assignment('a', 1, LONGER);
    coordinator.assign(trial);
    await pointsAtLeast(trial, 1);
    await coordinator.close();
    const before = coordinator.points(trial).length;
    await coordinator.restart();
    await ended(trial);
    expect(coordinator.points(trial).length).toBeGreaterThan(before);
    expect(coordinator.points(trial).filter(({ name }) => name === 'train/loss')).toHaveLength(666);
  });

  test('an agent tries often enough to be back before its leases run out', async () => {
    const waited: number[] = [];
    const sleep: Timing['sleep'] = (ms, signal) => {
      waited.push(ms);
      return SYSTEM_TIMING.sleep(10, signal);
    };
    const other = startTestAgent(coordinator.address, {
      id: 'other',
      timing: { ...SYSTEM_TIMING, sleep, random: () => 1 },
    });
    try {
      await connected(2);
      await coordinator.close();
      await vi.waitFor(() => expect(waited.length).toBeGreaterThan(8), PATIENT);
      expect(Math.max(...waited)).toBeCloseTo(LEASE_TTL_MS / 3);
      await coordinator.restart();
    } finally {
      await other.stop();
    }
  });

  test('I3: reports that were never acknowledged are sent again', async () => {
    coordinator.holdAcks();
    const trial = assignment('a', 1);
    coordinator.assign(trial);
    await ended(trial);
    const sent = () => coordinator.messages.filter((message) => message.type === 'report').map(({ seq }) => seq);
    const first = sent();
    coordinator.loseSession();
    await connected(2);
    expect(coordinator.hellos[1]!.resuming).toEqual([{ trialId: 'a', attempt: 1, lastSeq: 0 }]);
    await vi.waitFor(() => expect(sent()).toEqual([...first, ...first]), PATIENT);
    coordinator.releaseAcks();
    coordinator.loseSession();
    await connected(3);
    expect(coordinator.hellos[2]!.resuming).toEqual([]);
  });

  test('I6: without acknowledgements the trainer stands still at the limit, and goes on with them', async () => {
    coordinator.holdAcks();
    const trial = assignment('a', 1, { ...ENDLESS, report_every: 1 });
    coordinator.assign(trial);
    await pointsAtLeast(trial, POINTS_IN_FLIGHT);
    await moreHeartbeats(3);
    const stood = coordinator.points(trial).length;
    // One chunk of steps was under way when the credits ran out.
    expect(stood).toBeLessThanOrEqual(POINTS_IN_FLIGHT + 10);
    await moreHeartbeats(3);
    expect(coordinator.points(trial).length).toBe(stood);
    coordinator.releaseAcks();
    await pointsAtLeast(trial, stood + 1_000);
  });

  test('a finished trial frees its slot before its last report is acknowledged', async () => {
    coordinator.holdAcks();
    const first = [assignment('a', 1), assignment('b', 1)];
    coordinator.assign(...first);
    for (const trial of first) await ended(trial);
    const next = assignment('c', 1);
    coordinator.assign(next);
    await ended(next);
  });

  test('I2: a fenced attempt is stopped and nothing of it is sent any more', async () => {
    const trial = assignment('a', 1, ENDLESS);
    coordinator.assign(trial);
    await pointsAtLeast(trial, 10);
    coordinator.fence(trial);
    await vi.waitFor(() => expect(coordinator.messages.at(-1)).toEqual({ type: 'heartbeat', freeSlots: 2 }), PATIENT);
    const said = coordinator.messages.length;
    coordinator.loseSession();
    await connected(2);
    expect(coordinator.hellos[1]!.resuming).toEqual([]);
    const again = assignment('a', 2);
    coordinator.assign(again);
    await ended(again);
    const late = coordinator.messages.slice(said).filter((message) => 'attempt' in message && message.attempt === 1);
    expect(late).toEqual([]);
  });

  test('a cancelled trial frees its slot', async () => {
    const trial = assignment('a', 1, ENDLESS);
    coordinator.assign(trial);
    await pointsAtLeast(trial, 1);
    coordinator.send({ type: 'cancel', trialId: 'a', attempt: 1 });
    await vi.waitFor(() => expect(coordinator.messages.at(-1)).toEqual({ type: 'heartbeat', freeSlots: 2 }), PATIENT);
  });

  test('an assignment sent twice is trained once', async () => {
    const trial = assignment('a', 1, LONGER);
    coordinator.assign(trial);
    await pointsAtLeast(trial, 5);
    coordinator.assign(trial);
    await ended(trial);
    // One line for its start, one for its end.
    const lines = () => coordinator.messages.filter(({ type }) => type === 'log');
    await vi.waitFor(() => expect(lines()).toHaveLength(2), PATIENT);
    await moreHeartbeats(2);
    expect(lines()).toHaveLength(2);
  });

  test('I2: a newer attempt of a trial replaces the older one', async () => {
    coordinator.assign(assignment('a', 1, ENDLESS));
    await pointsAtLeast({ trialId: 'a', attempt: 1 }, 5);
    const newer = assignment('a', 2);
    coordinator.assign(newer);
    await ended(newer);
    await vi.waitFor(() => expect(coordinator.messages.at(-1)).toEqual({ type: 'heartbeat', freeSlots: 2 }), PATIENT);
  });

  test('what is more than the slots and one round ahead is handed back', async () => {
    const trials = Array.from({ length: 5 }, (_, at) => assignment(`trial-${at}`, 1, ENDLESS));
    coordinator.assign(...trials);
    await ended(trials[4]!, 'handed-back');
    expect(trials.filter((trial) => coordinator.end(trial) === 'handed-back')).toHaveLength(1);
  });

  test('a bad configuration fails its trial and says why', async () => {
    const trial = assignment('a', 1);
    coordinator.assign({ ...trial, parameters: { ...trial.parameters, momentum: 0.9 } });
    await ended(trial, 'failed');
    expect(coordinator.reports(trial)[0]!.body).toMatchObject({ kind: 'bad-config' });
  });
});
