import type { TrialView } from '@gridsweep/protocol';
import type { Progress } from '@gridsweep/sweep';
import { formatCounts, formatDuration, shortenLabels } from '@gridsweep/results';
import type { Colors } from '../terminal.ts';
import { barOf } from './bar.ts';
import { valuesOf } from './shown-metric.ts';
import type { SweepView } from './sweep-view.ts';
import { throughput, timeLeft, workOf, type Pace } from './work.ts';

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
  const held = views.filter(({ sweep }) => sweep.waitingFor !== undefined).length;
  // A heading, the counts and what it waits for of each sweep, and the last line.
  const forTrials = Math.max(1, frame.height - 2 * views.length - held - 2);
  const trialCount = views.reduce((sum, { trials }) => sum + trials.size, 0);
  for (const view of views) {
    const share = trialCount <= forTrials ? view.trials.size : Math.max(1, Math.floor(forTrials / views.length) - 1);
    lines.push([[view.sweep.name, 'bold'], [` ${view.sweep.id}`, 'dim'], ...stateOf(view)]);
    lines.push(...trialLines(view, share, frame));
    lines.push([[`  ${formatCounts(view.sweep.counts)}`, 'dim']]);
    if (view.sweep.waitingFor !== undefined) lines.push([[`  waiting: ${view.sweep.waitingFor}`, 'yellow']]);
  }
  lines.push(totalLine(views, frame));
  return lines.slice(0, frame.height).map((pieces) => paint(pieces, frame));
}

function stateOf({ sweep }: SweepView): Piece[] {
  return sweep.state === 'active' ? [] : [[`  ${sweep.state}`, sweep.state === 'ended' ? 'green' : 'yellow']];
}

function trialLines(view: SweepView, most: number, { width }: Frame): Piece[][] {
  const { trials } = view;
  const shown = trials.size <= most ? [...trials.values()] : mostInteresting(trials.values(), most);
  shown.sort((a, b) => a.index - b.index);
  const labels = shortenLabels(
    shown.map((trial) => view.labelOf(trial)),
    Math.max(10, Math.floor(width / 3)),
  );
  const labelWidth = Math.max(0, ...labels.map((label) => label.length));
  const barWidth = Math.max(5, Math.min(24, width - labelWidth - 70));
  const lines = shown.map((trial, at): Piece[] => [
    [`  ${labels[at]!.padEnd(labelWidth)}  `],
    ...bar(view, trial, barWidth),
    ...facts(view, trial),
  ]);
  if (shown.length < trials.size) lines.push([[`  … ${trials.size - shown.length} more trials`, 'dim']]);
  return lines;
}

/** Running trials first, then those that ended last, then pending ones. Looks at each trial once. */
function mostInteresting(trials: Iterable<TrialView>, most: number): TrialView[] {
  const rank = ({ state, endedAt }: TrialView) => {
    if (state === 'running') return Infinity;
    return state === 'pending' ? -1 : (endedAt ?? 0);
  };
  const before = (a: TrialView, b: TrialView) => (rank(a) === rank(b) ? a.index < b.index : rank(a) > rank(b));
  const chosen: TrialView[] = [];
  for (const trial of trials) {
    if (chosen.length === most && !before(trial, chosen.at(-1)!)) continue;
    const place = chosen.findIndex((other) => before(trial, other));
    chosen.splice(place === -1 ? chosen.length : place, 0, trial);
    if (chosen.length > most) chosen.pop();
  }
  return chosen;
}

function bar(view: SweepView, trial: TrialView, width: number): Piece[] {
  const { done, total } = view.tally.stepsOf(trial);
  const fraction = total > 0 ? done / total : trial.state === 'finished' ? 1 : 0;
  const shown = trial.state === 'failed' || trial.state === 'cancelled' ? 0 : fraction;
  const { filled, rest } = barOf(shown, width);
  const percent =
    trial.state === 'pending' || (total === 0 && trial.state === 'running') ? '' : `${Math.floor(shown * 100)} %`;
  return [[filled, trial.state === 'finished' ? toneOf(trial) : 'cyan'], [rest, 'dim'], [percent.padStart(6)]];
}

function toneOf({ outcome }: TrialView): 'green' | 'yellow' {
  return outcome === 'diverged' ? 'yellow' : 'green';
}

/** Its metrics, and what the trial does or did. */
function facts(view: SweepView, trial: TrialView): Piece[] {
  switch (trial.state) {
    case 'pending':
      return [[trial.attempts > 0 ? '  waiting to go on' : '  waiting', 'dim']];
    case 'running': {
      const { progress } = trial;
      if (progress === undefined) return [...values(view, trial), ['  starting', 'dim']];
      const { done, total } = view.tally.stepsOf(trial);
      const left = timeOfSteps(trial, total - done);
      return [
        ...values(view, trial),
        // Without a bar it says where the trial is.
        [total > 0 ? '' : `  step ${progress.step}`],
        [progress.rate === undefined ? '' : `  ${formatRate(progress.rate)}`, 'dim'],
        ...(left === undefined ? [] : [[`  ${left} left`, 'dim'] as const]),
      ];
    }
    case 'finished':
      return [...values(view, trial), [trial.outcome === 'diverged' ? '  diverged' : '  finished', toneOf(trial)]];
    case 'failed':
      return [[`  failed: ${trial.failure?.kind ?? 'unknown'}. ${trial.failure?.detail ?? ''}`, 'red']];
    case 'cancelled':
      return [['  cancelled', 'yellow']];
  }
}

function values({ metrics }: SweepView, trial: TrialView): Piece[] {
  return valuesOf(trial, metrics).map(({ label, text }): Piece => [`  ${label} ${text}`]);
}

/** "5,500 images/s", "0.4 steps/s" */
function formatRate({ value, unit }: NonNullable<Progress['rate']>): string {
  return `${value.toLocaleString('en-US', { maximumFractionDigits: value < 10 ? 1 : 0 })} ${unit}`;
}

function timeOfSteps({ progress, parameters }: TrialView, steps: number): string | undefined {
  const batchSize = parameters['batch_size'];
  const { rate } = progress ?? {};
  if (rate === undefined || rate.value <= 0 || typeof batchSize !== 'number' || steps <= 0) return undefined;
  return formatDuration(((steps * batchSize) / rate.value) * 1000);
}

function totalLine(views: readonly SweepView[], { now, pace, width }: Frame): Piece[] {
  const { done, total } = workOf(views);
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  const left = timeLeft(views, pace, now);
  const speed = throughput(views);
  return [
    [`${percent} %`, 'bold'],
    [speed !== undefined && width > 40 ? `  ${formatRate(speed)}` : ''],
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
