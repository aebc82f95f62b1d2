import { hasEpochs, inWholeEpochs, type Curve } from '../curve.ts';
import { extent } from '../statistics.ts';
import type { Scale } from './scale.ts';
import { tickLabels, ticksBetween } from './value-axis.ts';

/** Where a point stands on the horizontal axis: by optimizer steps, by epochs completed or by the time that training took. */
export type Progress = 'step' | 'epoch' | 'time';

/** What suits the curves: epochs where every point stands at the end of one, else steps. */
export function naturalProgress(curves: readonly Curve[]): Progress {
  return inWholeEpochs(curves) ? 'epoch' : 'step';
}

/** The horizontal axis, whatever its length in pixels. */
export interface ProgressAxis {
  readonly by: Progress;
  readonly name: string;
  /** From here on, in the axis's unit. */
  readonly low: number;
  readonly high: number;
}

/** Units of time by their seconds; one serves up to twice the next. */
const TIME_UNITS = [
  ['s', 1],
  ['min', 60],
  ['h', 3600],
] as const;

/** The unit that suits a time: "min" up to two hours. */
export function timeUnit(ms: number): { readonly name: string; readonly ms: number } {
  const fits = TIME_UNITS.findIndex((_, at) => ms / 1000 < 2 * (TIME_UNITS[at + 1]?.[1] ?? Infinity));
  const [name, seconds] = TIME_UNITS[fits]!;
  return { name, ms: seconds * 1000 };
}

/** @param places of all points, in the axis's unit. @param unit of time. */
export function progressAxis(
  by: Progress,
  curves: readonly Curve[],
  places: Iterable<number>,
  unit = '',
): ProgressAxis {
  const [least, most] = extent(places);
  const [first, last] = least <= most ? [least, most] : [0, 1];
  switch (by) {
    case 'step':
      // Where no epochs are counted nobody knows what a step is.
      return {
        by,
        name: hasEpochs(curves) ? 'iteration (optimizer steps)' : 'step',
        low: 0,
        high: last > 0 ? last : 1,
      };
    case 'epoch': {
      const room = first === last ? 0.5 : (last - first) * 0.02;
      return { by, name: 'epoch', low: inWholeEpochs(curves) ? first - room : 0, high: last + room };
    }
    case 'time':
      return { by, name: `time (${unit})`, low: 0, high: last > 0 ? last : 1 };
  }
}

/** Pixels between the ticks of steps or times, and of epochs, at least. */
const LEAST_GAP = 56;
const LEAST_EPOCH_GAP = 30;

/** Epochs have ticks at whole numbers, the last among them. */
export function progressScale({ by, low, high }: ProgressAxis, [from, to]: readonly [number, number]): Scale {
  const place = (value: number) => from + ((value - low) / (high - low)) * (to - from);
  const scale = { from, to, low, high, place };
  if (by !== 'epoch') {
    const values = ticksBetween(low, high, Math.max(2, Math.floor((to - from) / LEAST_GAP)));
    return { ...scale, ticks: tickLabels(values).map((label, at) => ({ value: values[at]!, label })) };
  }
  const [first, last] = [Math.ceil(low), Math.floor(high)];
  const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(2, Math.floor((to - from) / LEAST_EPOCH_GAP))));
  const values: number[] = [];
  for (let epoch = last; epoch >= first; epoch -= every) values.unshift(epoch);
  return { ...scale, ticks: values.map((value) => ({ value, label: String(value) })) };
}
