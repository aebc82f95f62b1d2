import { hasEnded } from '@gridsweep/sweep';
import type { TrialRecord } from '../../record.ts';
import type { Written } from './event-file.ts';
import { pictureEvent, pluginEvent, scalarEvent, versionEvent, type At, type Picture } from './events.ts';
import {
  HPARAMS_PLUGIN,
  SESSION_END_TAG,
  SESSION_START_TAG,
  sessionEndContent,
  sessionStartContent,
} from './hparams.ts';

/** A picture that belongs to a trial. */
export interface TrialPicture extends Picture {
  readonly tag: string;
  /** Optimizer updates made before what it shows. */
  readonly step: number;
}

/** The end of a trial's session; undefined while the trial goes on. */
export function sessionEndOf({ state, endedAt = 0 }: TrialRecord): Uint8Array | undefined {
  return hasEnded(state) ? sessionEndContent(state, endedAt) : undefined;
}

/**
 * The events of a trial that a file lacks, by step. Points carry no clock, so their wall times are spread evenly, by step, over the time
 * from what was written before, or the trial's start, to its end or now.
 */
export function missingEvents(
  trial: TrialRecord,
  { length, steps, last, end }: Written,
  pictures: readonly TrialPicture[],
  now: number,
): Uint8Array[] {
  const { startedAt = now, endedAt = now } = trial;
  const from = last ?? { wallTime: startedAt / 1000, step: 0 };
  const lacks = (tag: string, step: number) => steps.get(tag)?.has(step) !== true;
  const points = trial.points.filter(({ name, step }) => lacks(name, step)).sort((a, b) => a.step - b.step);
  const to = { wallTime: Math.max(from.wallTime, endedAt / 1000), step: points.at(-1)?.step ?? from.step };
  const at = (step: number): At => {
    const share = to.step > from.step ? (step - from.step) / (to.step - from.step) : 1;
    return { step, wallTime: from.wallTime + Math.min(1, Math.max(0, share)) * (to.wallTime - from.wallTime) };
  };
  const hparams = (place: At, tag: string, content: Uint8Array) => pluginEvent(place, tag, HPARAMS_PLUGIN, content);
  const events: Uint8Array[] = [];
  if (length === 0) {
    const content = sessionStartContent(trial.parameters, trial.cellId, startedAt);
    events.push(versionEvent(from.wallTime), hparams(from, SESSION_START_TAG, content));
  }
  for (const { name, step, value } of points) events.push(scalarEvent(at(step), name, value));
  for (const picture of pictures) {
    if (lacks(picture.tag, picture.step)) events.push(pictureEvent(at(picture.step), picture.tag, picture));
  }
  const ended = sessionEndOf(trial);
  if (ended !== undefined && end === undefined) events.push(hparams({ ...to, step: 0 }, SESSION_END_TAG, ended));
  return events;
}
