import type { Curve } from '../curve.ts';
import { extent } from '../statistics.ts';

/** Horizontal axis in optimizer steps. */
export function stepAxis() {
  return {
    type: 'value',
    name: 'iteration (optimizer steps)',
    min: 0,
    axisTick: {},
    axisLabel: { formatter: (value: number) => value.toLocaleString('en-US') },
  } as const;
}

/** About so many labels. */
const EPOCH_LABELS = 10;

/** Horizontal axis in epochs: whole numbers up to the last, with a little room at both ends. */
export function epochAxis(curves: readonly Curve[]) {
  const [low, high] = extent(
    curves.flatMap(({ points, diverged }) => [...points, ...diverged].map(({ epoch }) => epoch)),
  );
  const first = Math.floor(low);
  const last = Math.ceil(high);
  const every = Math.ceil((last - first + 1) / EPOCH_LABELS);
  const room = first === last ? 0.5 : (last - first) * 0.03;
  const customValues: number[] = [];
  for (let epoch = last; epoch >= first; epoch -= every) customValues.unshift(epoch);
  return {
    type: 'value',
    name: 'epoch',
    min: first - room,
    max: last + room,
    axisTick: { customValues },
    axisLabel: { customValues, formatter: (value: number) => String(Math.round(value)) },
  } as const;
}
