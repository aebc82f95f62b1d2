import type { SweepUpdate } from '@gridsweep/protocol';
import { describe, expect, test } from 'vitest';

import { pieces } from '../store/contract-suite/store-driver.ts';
import { failure, FINISHED, loss, ONE, Served, SPEC, stream, until } from '../testing/served.ts';

const served = Served.forEachTest();

const submit = (spec: string, claim?: Record<string, unknown>) =>
  served.client.sweeps.submit({ spec, newSweep: false, ...(claim && { claim }) });

/** What a watch tells, as it comes. */
function watch(sweep: string) {
  const updates: SweepUpdate[] = [];
  const done = (async () => {
    for await (const update of served.client.sweeps.watch(sweep)) updates.push(update);
  })();
  return { updates, done };
}

describe('a command with code', () => {
  const chunks = pieces(Buffer.from('a tar file, one would think'));
  const { sha256, totalBytes: sizeBytes } = chunks[0]!;
  const spec = (code: unknown) =>
    JSON.stringify({
      name: 'mine',
      command: ['python3', 'train.py', '${args}'],
      code,
      metric: { name: 'score', goal: 'maximize' },
      parameters: { lr: { values: [0.1] } },
    });

  test('a folder, also one that is not named, is refused: only who submits can read it', async () => {
    expect(await failure(submit(spec('./src')))).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('gridsweep submit') as string,
    });
    expect((await failure(submit(spec(undefined)))).code).toBe('invalid');
    expect((await submit(spec('none'))).sweep.spec).toMatchObject({ code: 'none' });
  });

  test('what was packed must be there, and goes to agents with the command; an edited one is another sweep', async () => {
    const packed = spec({ sha256, sizeBytes });
    expect(await failure(submit(packed))).toMatchObject({
      code: 'not-found',
      message: expect.stringContaining(sha256) as string,
    });
    await served.client.sweeps.uploadCode(stream(chunks));
    const first = await submit(packed, { resumes: true });
    expect(first).toMatchObject({ created: true, sweep: { claim: { resumes: true } } });
    expect(first.namesake).toBeUndefined();
    const agent = await served.join({ workloads: [{ name: 'command', engine: 'program', engineVariant: '' }] });
    expect(await agent.assignments(1)).toMatchObject([
      { workload: 'command', codeSha256: sha256, settings: { command: ['python3', 'train.py', '${args}'] } },
    ]);
    const edited = pieces(Buffer.from('the same, edited'));
    await served.client.sweeps.uploadCode(stream(edited));
    const second = await submit(spec({ sha256: edited[0]!.sha256, sizeBytes: edited[0]!.totalBytes }));
    expect(second).toMatchObject({ created: true, namesake: { id: first.sweep.id, name: 'mine' } });
  });

  test('a claim longer than anybody reads is refused', async () => {
    expect((await failure(submit(spec('none'), { log: 'x'.repeat(20_000) }))).code).toBe('invalid');
  });
});

describe('extending', () => {
  const seeds = (count: number, more = '') => `${SPEC}seeds: ${count}\n${more}`;

  test('trials that are missing are added, and who watches and who trains gets them', async () => {
    const { id } = await served.submit(seeds(1));
    const agent = await served.join({ slots: 8 });
    for (const held of await agent.assignments(3)) await agent.report(held, 1, FINISHED);
    await until(async () => expect((await served.client.sweeps.get(id)).state).toBe('ended'));
    const before = await served.trialsOf(id);
    const { sweep, added } = await served.client.sweeps.extend({ sweep: 'rates', spec: seeds(2, 'max_parallel: 8\n') });
    expect(added).toBe(3);
    expect(sweep).toMatchObject({ id, state: 'active', counts: { total: 6, finished: 3, pending: 3 } });
    const { updates, done } = watch(id);
    for (const held of (await agent.assignments(6)).slice(3)) await agent.report(held, 1, FINISHED);
    await done;
    expect(updates.at(-1)!.sweep.counts).toMatchObject({ total: 6, finished: 6 });
    expect((await served.trialsOf(id)).slice(0, 3)).toEqual(before);
    // I1: either file is this sweep from here on.
    for (const spec of [seeds(1), seeds(2, 'max_parallel: 8\n')]) {
      expect(await submit(spec)).toMatchObject({ created: false, sweep: { id } });
    }
  });

  test('an extension that lacks a trial, or trains something else, is refused', async () => {
    const { id } = await served.submit(seeds(2));
    const extend = (spec: string) => failure(served.client.sweeps.extend({ sweep: id, spec }));
    expect(await extend(seeds(1))).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('lacks 3 trials') as string,
    });
    const other =
      'name: x\ncommand: [a]\ncode: none\nmetric: { name: m, goal: minimize }\nparameters: { lr: { value: 1 } }\n';
    expect(await extend(other)).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('its workload is quadratic, not command') as string,
    });
    expect((await extend('name: x\n')).code).toBe('conflict');
    expect((await extend('name: \n')).code).toBe('invalid');
    expect((await served.client.sweeps.get(id)).counts.total).toBe(6);
  });
});

describe('what a sweep waits for', () => {
  test('is told with it, and again when agents come, drain and go', async () => {
    const NOBODY = 'No agent is connected; start one with: gridsweep agent';
    const { id, waitingFor } = await served.submit(`${SPEC}require: { zone: b }\n`);
    expect(waitingFor).toBe(NOBODY);
    const { updates, done } = watch(id);
    done.catch(() => undefined);
    const told = (expected: string | undefined) => until(() => expect(updates.at(-1)?.sweep.waitingFor).toBe(expected));
    await told(NOBODY);
    const wrong = await served.join({ agentId: 'wrong', labels: { zone: 'a' } });
    await told('No agent that trains quadratic has the label zone=b; the one there is has zone=a.');
    const right = await served.join({ agentId: 'right', labels: { zone: 'b' } });
    await told(undefined);
    expect(await right.assignments(1)).toHaveLength(1);
    expect(wrong.assigned).toEqual([]);
    await right.send({ type: 'draining' });
    await told('Every agent that could train them is draining; start one with: gridsweep agent');
    right.vanish();
    wrong.vanish();
    await told(NOBODY);
    expect((await served.client.sweeps.list()).map((sweep) => sweep.waitingFor)).toEqual([NOBODY]);
    await served.client.sweeps.cancel(id);
    await done;
    expect(updates.at(-1)!.sweep.waitingFor).toBeUndefined();
  });

  test('a command waits for an agent that was allowed to run it', async () => {
    await served.join();
    const spec =
      'name: c\ncommand: [a]\ncode: none\nmetric: { name: m, goal: minimize }\nparameters: { lr: { value: 1 } }\n';
    await until(async () =>
      expect((await submit(spec)).sweep.waitingFor).toBe(
        'No agent trains command (agents refuse commands unless started with --allow-command); 1 agent trains quadratic.',
      ),
    );
  });
});

describe('trials in pages', () => {
  test('a watch tells all trials first, a page an update, and says when it has', async () => {
    await served.submit(`${SPEC}seeds: 401\n`);
    const { id } = await served.client.sweeps.cancel('rates');
    const { updates, done } = watch(id);
    await done;
    expect(updates.map(({ trials, complete }) => [trials.length, complete])).toEqual([
      [500, false],
      [500, false],
      [203, true],
    ]);
    expect(updates.flatMap(({ trials }) => trials).map(({ index }) => index)).toEqual(
      Array.from({ length: 1203 }, (_, at) => at),
    );
    const { trials, nextIndex } = await served.client.sweeps.listTrials({ sweep: id, fromIndex: 3, limit: 0 });
    expect(trials.map(({ index }) => index)).toEqual(Array.from({ length: 1000 }, (_, at) => at + 3));
    expect(nextIndex).toBe(1003);
    const last = await served.client.sweeps.listTrials({ sweep: id, fromIndex: 1003, limit: 200 });
    expect(last.trials).toHaveLength(200);
    expect(last.nextIndex).toBeUndefined();
    expect(await served.client.sweeps.listTrials({ sweep: id, fromIndex: 5000, limit: 1 })).toEqual({ trials: [] });
  });

  test('a page is a message however much its trials say of themselves', async () => {
    const TRIALS = 60;
    await served.submit(`${ONE}seeds: ${TRIALS}\n`);
    const agent = await served.join({ slots: TRIALS });
    const held = await agent.assignments(TRIALS);
    const names = Array.from({ length: 200 }, (_, at) => `${'\u{10FFFF}'.repeat(98)}${String(at).padStart(4, '0')}`);
    const points = names.map((name) => ({ ...loss(1), name }));
    for (const lease of held) await agent.report(lease, 1, { type: 'metrics', points });
    await until(() => expect(agent.of('ack')).toHaveLength(TRIALS));
    const trials = await served.trialsOf('one');
    expect(trials).toHaveLength(TRIALS);
    for (const { latest } of trials) expect(latest.map(({ name }) => name)).toEqual(names);
    const page = await served.client.sweeps.listTrials({ sweep: 'one', fromIndex: 0, limit: 0 });
    expect(page.nextIndex).toBeLessThan(TRIALS);
  });
});
