import { createLogUpdate } from 'log-update';
import type { MetricPoint, TrainEvent } from '@gridsweep/sweep';
import { lenetWorkload } from '@gridsweep/lenet';
import { formatDuration } from '@gridsweep/results';
import type { Output } from '../terminal.ts';
import { barOf } from './bar.ts';
import { shownMetrics } from './shown-metric.ts';

/** Of a LeNet on CIFAR-10, which is all that is trained without a coordinator. */
const METRICS = shownMetrics(lenetWorkload.metrics[0]!.name, lenetWorkload.metrics);

/** How far one training run is. */
export interface TrainingState {
  readonly step: number;
  readonly totalSteps: number;
  readonly imagesPerSecond: number;
  readonly latest: Readonly<Record<string, MetricPoint>>;
  readonly elapsedMs: number;
  readonly batchSize: number;
}

/** Shows one training run: a line that is drawn over on a terminal, elsewhere a line for each epoch. */
export function showTraining(output: Output, batchSize: number) {
  const log = output.isTerminal ? createLogUpdate(output.stream, { showCursor: true }) : undefined;
  const begun = Date.now();
  let state: TrainingState = { step: 0, totalSteps: 0, imagesPerSecond: 0, latest: {}, elapsedMs: 0, batchSize };
  return {
    update(event: TrainEvent) {
      const before = state;
      state = { ...advanced(state, event), elapsedMs: Date.now() - begun };
      if (log !== undefined) log(trainingLine(state, output.columns));
      else if (state.latest['test/accuracy'] !== before.latest['test/accuracy']) output.write(`${epochLine(state)}\n`);
    },
    end() {
      log?.done();
    },
    state: () => state,
  };
}

function advanced(state: TrainingState, event: TrainEvent): TrainingState {
  switch (event.type) {
    case 'progress':
      return {
        ...state,
        step: event.step,
        totalSteps: event.totalSteps ?? 0,
        imagesPerSecond: event.rate?.value ?? 0,
      };
    case 'metrics': {
      const latest = { ...state.latest };
      let { step } = state;
      for (const point of event.points) {
        latest[point.name] = point;
        step = Math.max(step, point.step);
      }
      return { ...state, step, latest };
    }
    default:
      return state;
  }
}

/** One line for one moment. Pure. */
export function trainingLine(state: TrainingState, width: number): string {
  const { step, totalSteps, imagesPerSecond, batchSize } = state;
  if (totalSteps === 0) return 'Starting …'.slice(0, width);
  const { filled, rest } = barOf(step / totalSteps, 20);
  const left = imagesPerSecond > 0 ? (((totalSteps - step) * batchSize) / imagesPerSecond) * 1000 : undefined;
  return [
    `${filled}${rest} ${Math.floor((100 * step) / totalSteps)} %`,
    ...values(state),
    `${Math.round(imagesPerSecond).toLocaleString('en-US')} images/s`,
    ...(left === undefined ? [] : [`${formatDuration(left)} left`]),
  ]
    .join('  ')
    .slice(0, width);
}

function epochLine(state: TrainingState): string {
  const epoch = Math.round(state.latest['test/accuracy']?.epoch ?? 0);
  return [`epoch ${epoch}`, ...values(state), formatDuration(state.elapsedMs)].join(', ');
}

function values({ latest }: TrainingState): string[] {
  return METRICS.flatMap(({ name, label, format }) => {
    const point = latest[name];
    return point === undefined ? [] : [`${label} ${format(point.value)}`];
  });
}
