import type { MetricName } from '@gridsweep/sweep';
import type { TrialStatus } from '@gridsweep/protocol';
import { formatCounts, formatDuration, formatWithUnit } from '@gridsweep/results';
import type { Colors } from '../terminal.ts';
import { barOf } from './bar.ts';
import { trialLabel, type SweepView } from './sweep-view.ts';
import { stepsOf, throughput, timeLeft, workOf, type Pace } from './workload.ts';

/** What the picture of a moment is drawn from besides the sweeps. */
export interface Frame {
  /** Columns; no line is longer. */
  readonly width: number;
  /** Lines at most. */
  readonly height: number;
  readonly colors: Colors;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly pace: Pace;
}

/** A piece of a line and how it is shown. */
type Piece = readonly [text: string, style?: 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'];

/** Live progress: for each sweep a heading and a bar for each trial, then the whole. Pure. */
export function renderProgress(views: readonly SweepView[], frame: Frame): string[] {
  const lines: Piece[][] = [];
  // A heading and the counts for each sweep, and the last line.
  const forTrials = Math.max(1, frame.height - 2 * views.length - 2);
  const trialCount = views.reduce((sum, { trials }) => sum + trials.size, 0);
  for (const view of views) {
    const share = trialCount <= forTrials ? view.trials.size : Math.max(1, Math.floor(forTrials / views.length) - 1);
    lines.push([[view.sweep.name, 'bold'], [` ${view.sweep.id}`, 'dim'], ...stateOf(view)]);
    lines.push(...trialLines(view, share, frame));
    lines.push([[`  ${formatCounts(view.sweep.counts)}`, 'dim']]);
  }
  lines.push(totalLine(views, frame));
  return lines.slice(0, frame.height).map((pieces) => paint(pieces, frame));
}

function stateOf({ sweep }: SweepView): Piece[] {
  return sweep.state === 'active' ? [] : [[`  ${sweep.state}`, sweep.state === 'ended' ? 'green' : 'yellow']];
}

function trialLines(view: SweepView, most: number, { width }: Frame): Piece[][] {
  const all = [...view.trials.values()].sort((a, b) => a.index - b.index);
  const shown = all.length <= most ? all : mostInteresting(all, most);
  const labels = shown.map((trial) => trialLabel(view, trial));
  const labelWidth = Math.min(Math.max(0, ...labels.map((label) => label.length)), Math.max(10, Math.floor(width / 3)));
  const barWidth = Math.max(5, Math.min(24, width - labelWidth - 70));
  const lines = shown.map((trial, at): Piece[] => [
    [`  ${shorten(labels[at]!, labelWidth).padEnd(labelWidth)}  `],
    ...bar(trial, barWidth),
    ...facts(trial),
  ]);
  if (shown.length < all.length) lines.push([[`  … ${all.length - shown.length} more trials`, 'dim']]);
  return lines;
}

/** Running trials first, then those that ended last, then pending ones; shown in the sweep's order. */
function mostInteresting(trials: readonly TrialStatus[], most: number): TrialStatus[] {
  const rank = ({ state, endedAt }: TrialStatus) => {
    if (state === 'running') return Infinity;
    return state === 'pending' ? -1 : (endedAt ?? 0);
  };
  return trials
    .toSorted((a, b) => (rank(a) === rank(b) ? a.index - b.index : rank(b) - rank(a)))
    .slice(0, most)
    .sort((a, b) => a.index - b.index);
}

function bar(trial: TrialStatus, width: number): Piece[] {
  const { done, total } = stepsOf(trial);
  const fraction = total === 0 ? 0 : done / total;
  const shown = trial.state === 'failed' || trial.state === 'cancelled' ? 0 : fraction;
  const { filled, rest } = barOf(shown, width);
  const style = trial.state === 'finished' ? (trial.outcome === 'converged' ? 'green' : 'yellow') : 'cyan';
  const percent = trial.state === 'pending' ? '' : `${Math.floor(shown * 100)} %`;
  return [[filled, style], [rest, 'dim'], [percent.padStart(6)]];
}

/** Loss, accuracy, and what the trial does or did. */
function facts(trial: TrialStatus): Piece[] {
  switch (trial.state) {
    case 'pending':
      return [[trial.attempts > 0 ? '  waiting to go on' : '  waiting', 'dim']];
    case 'running': {
      const { progress } = trial;
      if (progress === undefined) return [...values(trial), ['  starting', 'dim']];
      const { done, total } = stepsOf(trial);
      const left = timeOfSteps(trial, total - done);
      const speed = `  ${Math.round(progress.imagesPerSecond).toLocaleString('en-US')} images/s`;
      return [...values(trial), [speed, 'dim'], ...(left === undefined ? [] : [[`  ${left} left`, 'dim'] as const])];
    }
    case 'finished':
      return [
        ...values(trial),
        [`  ${trial.outcome ?? 'finished'}`, trial.outcome === 'converged' ? 'green' : 'yellow'],
      ];
    case 'failed':
      return [[`  failed: ${trial.failure?.kind ?? 'unknown'}. ${trial.failure?.detail ?? ''}`, 'red']];
    case 'cancelled':
      return [['  cancelled', 'yellow']];
  }
}

function values(trial: TrialStatus): Piece[] {
  const loss = latest(trial, 'train/loss');
  const accuracy = latest(trial, 'test/accuracy');
  return [
    [loss === undefined ? '' : `  loss ${formatWithUnit('train/loss', loss)}`.padEnd(12)],
    [accuracy === undefined ? '' : `  accuracy ${formatWithUnit('test/accuracy', accuracy)}`],
  ];
}

/** The newest value of a metric. */
export function latest(trial: TrialStatus, name: MetricName): number | undefined {
  return trial.latest.find((point) => point.name === name)?.value;
}

function timeOfSteps({ progress, parameters }: TrialStatus, steps: number): string | undefined {
  const batchSize = parameters['batch_size'];
  if (!progress || progress.imagesPerSecond <= 0 || typeof batchSize !== 'number') return undefined;
  return formatDuration(((steps * batchSize) / progress.imagesPerSecond) * 1000);
}

function totalLine(views: readonly SweepView[], { now, pace, width }: Frame): Piece[] {
  const { done, total } = workOf(views);
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  const left = timeLeft(views, pace, now);
  const speed = throughput(views);
  return [
    [`${percent} %`, 'bold'],
    [speed > 0 && width > 40 ? `  ${Math.round(speed).toLocaleString('en-US')} images/s` : ''],
    [`  ${formatDuration(now - pace.start.time)} so far`],
    [left === undefined ? '' : `, about ${formatDuration(left)} left`],
  ];
}

/** A line cut to the width, with its styles. */
function paint(pieces: readonly Piece[], { width, colors }: Frame): string {
  let room = width;
  return pieces
    .map(([text, style]) => {
      const shown = text.length > room ? shorten(text, room) : text;
      room -= shown.length;
      return style === undefined || shown === '' ? shown : colors[style](shown);
    })
    .join('');
}

function shorten(text: string, width: number): string {
  if (text.length <= width) return text;
  return width <= 1 ? text.slice(0, Math.max(0, width)) : `${text.slice(0, width - 1)}…`;
}
