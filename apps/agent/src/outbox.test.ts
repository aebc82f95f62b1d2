import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MetricPoint } from '@gridsweep/sweep';
import { CHUNK_BYTES, type Report } from '@gridsweep/protocol';
import { Outbox, POINTS_PER_REPORT } from './outbox.ts';

const LEASE = { trialId: 'trial', attempt: 3 };
const NOTHING = { type: 'metrics', points: [] };

function points(count: number, from = 0): MetricPoint[] {
  return Array.from({ length: count }, (_, at) => ({ name: 'train/loss', step: from + at, epoch: 0, value: 1 }));
}

const small = (step: number) => new Uint8Array([step]);
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

async function takeAll(outbox: Outbox): Promise<Report[]> {
  const taken: Report[] = [];
  for (let report = outbox.take(); report !== null; report = outbox.take()) taken.push(await report);
  return taken;
}
const kinds = (reports: readonly Report[]) =>
  reports.map(({ seq, body }) => [
    seq,
    body.type === 'checkpoint' ? body.step : body.type === 'weights' ? `weights ${body.step}` : body.type,
  ]);

test('points are gathered until the report is sealed', async () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(2));
  expect(outbox.take()).toBeNull();
  outbox.addPoints(points(1, 2));
  outbox.seal();
  expect(await takeAll(outbox)).toEqual([{ ...LEASE, seq: 1, body: { type: 'metrics', points: points(3) } }]);
});

test('a report is closed when it is full', async () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(POINTS_PER_REPORT + 1));
  expect(await takeAll(outbox)).toHaveLength(1);
  expect(outbox.hasOpenPoints).toBe(true);
});

test('numbers have no gaps, and points come before what was added after them', async () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(1));
  outbox.addFile('checkpoint', 1, small(1));
  outbox.addPoints(points(1, 1));
  outbox.end({ type: 'finished', outcome: 'completed' });
  expect(kinds(await takeAll(outbox))).toEqual([
    [1, 'metrics'],
    [2, 1],
    [3, 'metrics'],
    [4, 'finished'],
  ]);
});

test('I3: what was not acknowledged is sent again in the next session', async () => {
  const outbox = new Outbox(LEASE);
  for (let at = 0; at < 3; at += 1) {
    outbox.addPoints(points(2, at));
    outbox.seal();
  }
  expect((await takeAll(outbox)).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(outbox.acknowledge(1)).toBe(2);
  expect(outbox.take()).toBeNull();
  outbox.rewind();
  expect((await takeAll(outbox)).map(({ seq }) => seq)).toEqual([2, 3]);
  expect(outbox.acknowledged).toBe(1);
});

test('an acknowledgement of the session before does not skip what is still to be sent', async () => {
  const outbox = new Outbox(LEASE);
  for (let at = 0; at < 4; at += 1) {
    outbox.addPoints(points(1, at));
    outbox.seal();
  }
  await takeAll(outbox);
  outbox.rewind();
  expect((await outbox.take())?.seq).toBe(1);
  outbox.acknowledge(3);
  expect((await takeAll(outbox)).map(({ seq }) => seq)).toEqual([4]);
});

test('a stale or repeated acknowledgement changes nothing', () => {
  const outbox = new Outbox(LEASE);
  outbox.addPoints(points(5));
  outbox.seal();
  expect(outbox.acknowledge(1)).toBe(5);
  expect(outbox.acknowledge(1)).toBe(0);
  expect(outbox.acknowledge(0)).toBe(0);
});

test('it is settled when the end of the attempt is acknowledged', () => {
  const outbox = new Outbox(LEASE);
  expect(outbox.settled).toBe(false);
  outbox.end({ type: 'handed-back' });
  expect(outbox.settled).toBe(false);
  outbox.acknowledge(1);
  expect(outbox.settled).toBe(true);
});

describe('checkpoints', () => {
  /** Two whole pieces and a rest. */
  const large = new Uint8Array(2 * CHUNK_BYTES + 5).map((_, at) => at % 251);
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gridsweep-outbox-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function file(name: string) {
    const path = join(folder, name);
    await writeFile(path, large);
    return { path, sizeBytes: large.length, sha256: hashOf(large) };
  }

  test('a large one goes in pieces, each of which says what the whole is', async () => {
    for (const content of [large, await file('pieces')]) {
      const outbox = new Outbox(LEASE);
      outbox.addFile('checkpoint', 9, content);
      const pieces = (await takeAll(outbox)).map(({ body }) => (body.type === 'checkpoint' ? body.chunk : undefined)!);
      expect(pieces.map(({ offset, bytes }) => [offset, bytes.length])).toEqual([
        [0, CHUNK_BYTES],
        [CHUNK_BYTES, CHUNK_BYTES],
        [2 * CHUNK_BYTES, 5],
      ]);
      expect(new Set(pieces.map(({ sha256 }) => sha256))).toEqual(new Set([hashOf(large)]));
      expect(Buffer.concat(pieces.map(({ bytes }) => bytes)).equals(large)).toBe(true);
    }
  });

  test('an empty one is one piece', async () => {
    const outbox = new Outbox(LEASE);
    outbox.addFile('checkpoint', 0, new Uint8Array());
    expect(kinds(await takeAll(outbox))).toEqual([[1, 0]]);
  });

  test('I6: only the newest is kept, and its forerunner leaves no gap', async () => {
    const outbox = new Outbox(LEASE);
    const older = await file('older');
    outbox.addFile('checkpoint', 1, older);
    outbox.addFile('checkpoint', 2, small(2));
    expect(kinds(await takeAll(outbox))).toEqual([
      [1, 'metrics'],
      [2, 'metrics'],
      [3, 'metrics'],
      [4, 2],
    ]);
    await vi.waitFor(() => expect(existsSync(older.path)).toBe(false));
  });

  test('I6: one of which a part is sent is sent to its end, those between it and the newest are left out', async () => {
    const outbox = new Outbox(LEASE);
    outbox.addFile('checkpoint', 1, await file('partly'));
    await outbox.take();
    outbox.acknowledge(1);
    outbox.rewind();
    for (const step of [2, 3]) outbox.addFile('checkpoint', step, small(step));
    expect(kinds(await takeAll(outbox))).toEqual([
      [2, 1],
      [3, 1],
      [4, 'metrics'],
      [5, 3],
    ]);
    // Sent whole, but not acknowledged: the next takes its place.
    outbox.addFile('checkpoint', 6, small(6));
    outbox.rewind();
    expect(kinds(await takeAll(outbox))).toEqual([
      [2, 'metrics'],
      [3, 'metrics'],
      [4, 'metrics'],
      [5, 'metrics'],
      [6, 6],
    ]);
  });

  test('its file is removed when it is durable, and not before', async () => {
    const outbox = new Outbox(LEASE);
    const content = await file('durable');
    outbox.addFile('checkpoint', 1, content);
    await takeAll(outbox);
    outbox.acknowledge(2);
    outbox.rewind();
    expect((await takeAll(outbox)).map(({ seq }) => seq)).toEqual([3]);
    outbox.acknowledge(3);
    await vi.waitFor(() => expect(existsSync(content.path)).toBe(false));
  });

  test('files of what is wanted no more are removed', async () => {
    const outbox = new Outbox(LEASE);
    const content = await file('cleared');
    outbox.addFile('checkpoint', 1, content);
    outbox.clear();
    expect(outbox.take()).toBeNull();
    await vi.waitFor(() => expect(existsSync(content.path)).toBe(false));
  });

  test.each([
    ['is gone', (path: string) => rm(path), /ENOENT/],
    ['is too short', (path: string) => truncate(path, CHUNK_BYTES + 1), /ended after 1048577 of 2097157 bytes/],
  ])('one whose file %s is left out, which is told once', async (_, damage, reason) => {
    const told: string[] = [];
    const outbox = new Outbox(LEASE, (kind, step, why) => told.push(`${kind} ${step} ${why}`));
    const content = await file(randomUUID());
    outbox.addFile('checkpoint', 7, content);
    outbox.end({ type: 'handed-back' });
    await damage(content.path);
    const bodies = (await takeAll(outbox)).map(({ body }) => body);
    expect(bodies.slice(-3)).toEqual([NOTHING, NOTHING, { type: 'handed-back' }]);
    expect(told).toEqual([expect.stringMatching(reason)]);
  });

  test('I6: of weights only the newest are kept, and those that a kept checkpoint follows', async () => {
    const outbox = new Outbox(LEASE);
    for (const step of [1, 2]) outbox.addFile('weights', step, small(step));
    outbox.addFile('checkpoint', 2, small(2));
    for (const step of [3, 4]) outbox.addFile('weights', step, small(step));
    // Who goes on from the checkpoint of step 2 does not report the weights of step 2 again.
    expect(kinds(await takeAll(outbox)).filter(([, kind]) => kind !== 'metrics')).toEqual([
      [2, 'weights 2'],
      [3, 2],
      [5, 'weights 4'],
    ]);
    outbox.addFile('checkpoint', 4, small(4));
    outbox.rewind();
    expect(kinds(await takeAll(outbox)).filter(([, kind]) => kind !== 'metrics')).toEqual([
      [5, 'weights 4'],
      [6, 4],
    ]);
  });

  test('weights whose checkpoint is sent in part are kept with it', async () => {
    const outbox = new Outbox(LEASE);
    outbox.addFile('weights', 1, await file('weights'));
    outbox.addFile('checkpoint', 1, await file('its-checkpoint'));
    for (let piece = 0; piece < 4; piece += 1) await outbox.take();
    outbox.rewind();
    outbox.addFile('weights', 2, small(2));
    outbox.addFile('checkpoint', 2, small(2));
    expect(kinds(await takeAll(outbox)).map(([, kind]) => kind)).toEqual([
      ...Array<string>(3).fill('weights 1'),
      ...[1, 1, 1, 'weights 2', 2],
    ]);
    outbox.acknowledge(3);
    await vi.waitFor(() => expect(existsSync(join(folder, 'weights'))).toBe(false));
    expect(existsSync(join(folder, 'its-checkpoint'))).toBe(true);
    outbox.clear();
  });
});
