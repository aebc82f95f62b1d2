import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assignment } from '@gridsweep/protocol';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Agent, AgentOptions } from './agent-options.ts';
import { FakeCoordinator } from './testing/fake-coordinator.ts';
import { startTestAgent } from './testing/start.ts';
import { assignment, ENDLESS } from './testing/trial.ts';

const PATIENT = { timeout: 20_000, interval: 10 };
const LONGER = { steps: 2_000, pace: 5 };
/** Makes of a checkpoint a file of three pieces. */
const BALLAST = 2.5 * 2 ** 20;

describe('an attempt, from its lease to its end', () => {
  let coordinator: FakeCoordinator;
  let folder: string;
  let agent: Agent;
  let log: { readonly msg: string; readonly trainer?: number }[];

  beforeEach(async () => {
    coordinator = await FakeCoordinator.start();
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-attempt-'));
    await mkdir(join(folder, 'checkpoints'));
    log = [];
    await start();
  });
  afterEach(async () => {
    await agent.stop();
    await coordinator.close();
    await rm(folder, { recursive: true });
  });

  async function start(options: Partial<AgentOptions> = {}) {
    const sessions = coordinator.hellos.length;
    agent = startTestAgent(coordinator.address, {
      slots: 2,
      workloads: [
        { name: 'quadratic', setup: { folder: join(folder, 'checkpoints') } },
        { name: 'misbehaving', setup: () => Promise.resolve({}) },
      ],
      codeDir: join(folder, 'code'),
      unpackCode: async (tarFile, target) => {
        await mkdir(target);
        await copyFile(tarFile, join(target, 'train.py'));
      },
      logger: pino({}, { write: (line) => void log.push(JSON.parse(line) as (typeof log)[number]) }),
      ...options,
    });
    await vi.waitFor(() => {
      expect(coordinator.hellos).toHaveLength(sessions + 1);
      expect(coordinator.connected).toBe(true);
    }, PATIENT);
  }
  const trainerPid = () => log.findLast(({ trainer }) => trainer !== undefined)!.trainer!;
  const logged = (text: string, times: number) =>
    vi.waitFor(() => expect(log.filter(({ msg }) => msg.includes(text))).toHaveLength(times), PATIENT);
  const ended = (trial: Assignment, how = 'finished') =>
    vi.waitFor(() => expect(coordinator.end(trial)).toBe(how), PATIENT);
  const said = (trial: Assignment, line: unknown) =>
    vi.waitFor(() => expect(coordinator.lines(trial)).toContainEqual(line), PATIENT);
  const pointsAtLeast = (trial: Assignment, count: number) =>
    vi.waitFor(() => expect(coordinator.points(trial).length).toBeGreaterThanOrEqual(count), PATIENT);
  const freeSlots = (free: number) =>
    vi.waitFor(() => expect(coordinator.messages.at(-1)).toEqual({ type: 'heartbeat', freeSlots: free }), PATIENT);
  const misbehaving = (id: string, how: string, more: Partial<Assignment> = {}): Assignment => ({
    ...assignment(id, 1),
    workload: 'misbehaving',
    parameters: { how, lines: 1_000 },
    ...more,
  });

  test('a trial is given all that its lease says, and its code in a folder', async () => {
    const codeSha256 = coordinator.code(Buffer.from('print("hello")'));
    const settings = { command: ['python3', 'train.py'] };
    const trial = misbehaving('a', 'tell', { codeSha256, settings });
    coordinator.assign(trial);
    await ended(trial);
    const codeFolder = join(folder, 'code', codeSha256);
    const { trialId, sweepId, cellId, attempt, seed } = trial;
    await said(trial, JSON.stringify({ trialId, sweepId, cellId, attempt, seed, settings, codeFolder }));
    expect(await readFile(join(codeFolder, 'train.py'), 'utf8')).toBe('print("hello")');
  });

  test('I5: a trial goes on from a checkpoint of many pieces with the same bits, and no file is left', async () => {
    const parameters = { ...LONGER, ballast: BALLAST };
    const [whole, first, second] = ['whole', 'torn', 'torn'].map((id, at) => assignment(id, at, parameters));
    coordinator.assign(whole!, first!);
    await pointsAtLeast(first!, 50);
    await vi.waitFor(() => expect(coordinator.checkpoints(first!).length).toBeGreaterThan(0), PATIENT);
    const { step, bytes } = coordinator.checkpoints(first!).at(-1)!;
    coordinator.fence(first!);
    coordinator.assign({ ...second!, checkpoints: [coordinator.checkpoint(5, step, bytes)] });
    for (const trial of [whole!, second!]) await ended(trial);
    expect(coordinator.fetches).toEqual(['checkpoint 5']);
    await said(second!, `Training goes on from step ${step}.`);
    const before = coordinator.points(first!).filter((point) => point.step <= step);
    expect([...before, ...coordinator.points(second!)]).toEqual(coordinator.points(whole!));
    await freeSlots(2);
    await vi.waitFor(async () => expect(await readdir(join(folder, 'checkpoints'))).toEqual([]), PATIENT);
  });

  test('weights to keep are sent in order, each before the checkpoint that follows, and no file is left', async () => {
    const parameters = { steps: 60, ballast: BALLAST };
    const trial = { ...assignment('kept', 1, parameters), settings: { keep_weights: 'last' } };
    coordinator.assign(trial);
    await ended(trial);
    // Those that newer ones replaced before they were sent are left out.
    const steps = coordinator.weights(trial).map(({ step }) => step);
    expect(steps.at(-1)).toBe(60);
    expect(steps).toEqual([20, 40, 60].filter((step) => steps.includes(step)));
    const started = coordinator
      .reports(trial)
      .flatMap(({ body }) => ('chunk' in body && body.chunk.offset === 0 ? [[body.step, body.type]] : []));
    for (const [step, type] of started) {
      if (type === 'checkpoint') expect(started).toContainEqual([step, 'weights']);
    }
    expect(coordinator.weights(trial).at(-1)!.bytes.length).toBeGreaterThan(BALLAST);
    await vi.waitFor(async () => expect(await readdir(join(folder, 'checkpoints'))).toEqual([]), PATIENT);
  });

  test('checkpoints that cannot be used: an older one is, else the beginning, and it is told', async () => {
    const state = (seed: number) => new Uint8Array(Float64Array.of(seed, 0.1, 20, 1, 1).buffer);
    const damaged = coordinator.checkpoint(3, 60, state(7), 'a'.repeat(64));
    const foreign = coordinator.checkpoint(2, 40, state(8));
    const good = coordinator.checkpoint(1, 20, state(7));
    const resumed = { ...assignment('a', 1), checkpoints: [damaged, foreign, good] };
    const begun = { ...assignment('b', 1), checkpoints: [damaged, foreign] };
    const missing = { ...assignment('c', 1), checkpoints: [{ ...good, id: 9 }] };
    coordinator.assign(resumed, begun, missing);
    for (const trial of [resumed, begun, missing]) await ended(trial);
    await vi.waitFor(() => {
      expect(coordinator.lines(resumed)).toEqual([
        expect.stringMatching(/^The checkpoint of step 60 cannot be used, .*: The checkpoint of step 60 came damaged/),
        'Training goes on from step 40.',
        expect.stringMatching(/^The checkpoint of step 40 cannot be used, .*not one of this run\.$/),
        'Training goes on from step 20.',
        'The trial finished: completed.',
      ]);
      expect(coordinator.lines(begun).slice(3)).toEqual(['Training starts.', 'The trial finished: completed.']);
      expect(coordinator.lines(missing)[0]).toMatch(/^The checkpoint of step 20 .* has no checkpoint 9\.$/);
    }, PATIENT);
    expect(coordinator.points(resumed)[0]).toMatchObject({ step: 21 });
    expect(coordinator.points(begun)[0]).toMatchObject({ step: 3 });
  });

  test('code that the coordinator has not fails the trial', async () => {
    const trial = { ...assignment('a', 1), codeSha256: 'b'.repeat(64) };
    coordinator.assign(trial);
    await ended(trial, 'failed');
    expect(coordinator.reports(trial)[0]!.body).toMatchObject({ kind: 'data', detail: /has no code/ });
  });

  describe('while it waits for what the coordinator cannot give', () => {
    let fetching: Assignment;
    beforeEach(async () => {
      coordinator.breakFetches(Infinity);
      fetching = {
        ...assignment('fetching', 1),
        checkpoints: [coordinator.checkpoint(1, 20, new Uint8Array(40))],
      };
      coordinator.assign(fetching);
      await vi.waitFor(() => expect(coordinator.fetches.length).toBeGreaterThan(1), PATIENT);
    });

    test('other slots go on, and it has its own', async () => {
      const other = assignment('other', 1);
      coordinator.assign(other);
      await ended(other);
      await freeSlots(1);
      coordinator.breakFetches(0);
      await ended(fetching);
    });

    test('its lease is lost: it gives up', async () => {
      coordinator.fence(fetching);
      await freeSlots(2);
      const fetches = coordinator.fetches.length;
      const other = assignment('other', 1);
      coordinator.assign(other);
      await ended(other);
      expect(coordinator.fetches).toHaveLength(fetches);
      expect(coordinator.reports(fetching)).toEqual([]);
    });

    test('drained, it is handed back at once', async () => {
      await agent.drain();
      expect(coordinator.end(fetching)).toBe('handed-back');
    });

    test('the trainer process killed: it waits for the next', async () => {
      process.kill(trainerPid(), 'SIGKILL');
      coordinator.breakFetches(0);
      await ended(fetching);
      expect(coordinator.lines(fetching)).toContain('Training starts.');
    });
  });

  test('a trainer that cannot be started again has no room, and what waits for it goes elsewhere', async () => {
    const lost = assignment('lost', 1, ENDLESS);
    coordinator.assign(lost);
    await pointsAtLeast(lost, 1);
    await writeFile(join(folder, 'checkpoints', 'broken'), '');
    process.kill(trainerPid(), 'SIGKILL');
    await ended(lost, 'failed');
    const waiting = assignment('waiting', 1);
    coordinator.assign(waiting);
    await ended(waiting, 'handed-back');
    await freeSlots(0);
    await rm(join(folder, 'checkpoints', 'broken'));
    await freeSlots(2);
    const next = assignment('next', 1);
    coordinator.assign(next);
    await ended(next);
  });

  test('what a run says is told, and how much of it was left out', async () => {
    const trial = misbehaving('a', 'talk');
    coordinator.assign(trial);
    await ended(trial);
    await said(trial, 'line 1000');
    const lines = coordinator.lines(trial);
    const leftOut = lines.flatMap((line) => /^Here (\d+) lines/.exec(line)?.slice(1).map(Number) ?? []);
    const whole = lines.filter((line) => line.startsWith('line ')).length;
    // Its start may be among them.
    expect(whole + leftOut.reduce((sum, count) => sum + count, 0) - 1_000).toBeOneOf([0, 1]);
  });

  test('I6: while there is no connection only the newest lines are kept', async () => {
    const trial = misbehaving('a', 'talk', { parameters: { how: 'talk', lines: 50_000 } });
    coordinator.assign(trial);
    await said(trial, 'Training starts.');
    await coordinator.close();
    await logged('The trial finished', 1);
    await coordinator.restart();
    await ended(trial);
    await said(trial, 'The trial finished: completed.');
    const lines = coordinator.lines(trial);
    expect(lines.slice(-3)).toEqual(['line 49999', 'line 50000', 'The trial finished: completed.']);
    expect(lines.length).toBeLessThan(25_000);
  });

  test("attempts take turns, so that none waits for another's large checkpoint", async () => {
    const trials = ['a', 'b'].map((id) => assignment(id, 1, { pace: 300, ballast: 8 * 2 ** 20 }));
    coordinator.assign(...trials);
    await freeSlots(0);
    await coordinator.close();
    await logged('The trial finished', 2);
    await coordinator.restart();
    for (const trial of trials) await ended(trial);
    const pieces = coordinator.messages.flatMap((message) =>
      message.type === 'report' && message.body.type === 'checkpoint' ? [message.trialId] : [],
    );
    expect(pieces.length).toBeGreaterThanOrEqual(18);
    expect(pieces.slice(-18, -12).filter((id) => id === 'a')).toHaveLength(3);
  });
});
