import type { TrialRecord } from '../record.ts';
import { groupBy } from '../statistics.ts';

/** When a trial ran: from its first start to its end. */
interface Span {
  readonly id: string;
  /** Trials with the same one shared a device; of a trial that does not say where it ran, its own id. */
  readonly device: string;
  readonly start: number;
  readonly end: number;
}

/** What a sweep's trials took of its machines. */
export interface DeviceTime {
  /**
   * Milliseconds of a device that each trial took, by its id: at every moment a device is shared evenly by the trials that run on it, so
   * that they add up to the time in which the devices were busy. Trials of which it is not known when they ran are absent.
   */
  readonly ofTrial: ReadonlyMap<string, number>;
  /** Of all trials. */
  readonly totalMs: number;
  /** Of all trials, without sharing: what they waited for their ends, added up. */
  readonly trialMs: number;
  /** Devices (agents) that they ran on; null where some trial does not say. */
  readonly devices: number | null;
  /** Trials that ran at the same moment: at most, and on average from the first start to the last end. */
  readonly atOnce: { readonly most: number; readonly mean: number };
}

/** Undefined where no trial says when it ran. */
export function deviceTime(trials: readonly TrialRecord[]): DeviceTime | undefined {
  const spans = trials.flatMap(({ id, agentId, startedAt, endedAt }): Span[] =>
    startedAt === undefined || endedAt === undefined
      ? []
      : [{ id, device: agentId === undefined ? `trial ${id}` : `agent ${agentId}`, start: startedAt, end: endedAt }],
  );
  if (spans.length === 0) return undefined;
  const byDevice = groupBy(spans, ({ device }) => device);
  const ofTrial = new Map<string, number>();
  for (const own of byDevice.values()) for (const [id, ms] of sharesOf(own)) ofTrial.set(id, ms);
  const start = spans.reduce((least, span) => Math.min(least, span.start), Infinity);
  const end = spans.reduce((most, span) => Math.max(most, span.end), -Infinity);
  const trialMs = spans.reduce((sum, span) => sum + Math.max(0, span.end - span.start), 0);
  return {
    ofTrial,
    totalMs: [...ofTrial.values()].reduce((sum, ms) => sum + ms, 0),
    trialMs,
    devices: trials.every(({ startedAt, agentId }) => startedAt === undefined || agentId !== undefined)
      ? byDevice.size
      : null,
    atOnce: { most: mostAtOnce(spans), mean: end > start ? trialMs / (end - start) : 1 },
  };
}

interface Turn {
  readonly time: number;
  readonly change: 1 | -1;
  readonly id: string;
}

/** Starts and ends in their order; at one moment ends go first, so that a slot's next trial is not beside the one before. */
function turnsOf(spans: readonly Span[]): Turn[] {
  const turns = spans.flatMap(({ id, start, end }): Turn[] => [
    { time: start, change: 1, id },
    { time: Math.max(start, end), change: -1, id },
  ]);
  const isInstant = new Set(spans.filter(({ start, end }) => end <= start).map(({ id }) => id));
  // What took no time at all starts before it ends.
  return turns.filter(({ id }) => !isInstant.has(id)).sort((a, b) => a.time - b.time || a.change - b.change);
}

/** One pass: the integral of 1 / (trials at this moment) from each trial's start to its end. */
function sharesOf(spans: readonly Span[]): Map<string, number> {
  const shares = new Map(spans.map(({ id }) => [id, 0]));
  const atStart = new Map<string, number>();
  let [integral, running, last] = [0, 0, -Infinity];
  for (const { time, change, id } of turnsOf(spans)) {
    if (running > 0) integral += (time - last) / running;
    last = time;
    running += change;
    if (change === 1) atStart.set(id, integral);
    else shares.set(id, integral - atStart.get(id)!);
  }
  return shares;
}

function mostAtOnce(spans: readonly Span[]): number {
  let [running, most] = [0, 1];
  for (const { change } of turnsOf(spans)) {
    running += change;
    most = Math.max(most, running);
  }
  return most;
}
