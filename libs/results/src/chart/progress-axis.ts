import { hasEpochs, inWholeEpochs, type Curve } from '../curve.ts';
import { extent } from '../statistics.ts';

/** Where a point stands on the horizontal axis. */
export type Progress = 'step' | 'epoch';

/** What suits the curves: epochs where every point stands at the end of one, else steps. */
export function naturalProgress(curves: readonly Curve[]): Progress {
  return inWholeEpochs(curves) ? 'epoch' : 'step';
}

/** Horizontal axis in optimizer steps; where no epochs are counted nobody knows what a step is. */
export function stepAxis(curves: readonly Curve[]) {
  return {
    type: 'value',
    name: hasEpochs(curves) ? 'iteration (optimizer steps)' : 'step',
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
    curves.flatMap(({ points, diverged }) => [...points, ...diverged].flatMap(({ epoch }) => epoch ?? [])),
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
