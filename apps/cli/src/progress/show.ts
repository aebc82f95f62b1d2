import { createLogUpdate } from 'log-update';
import type { Sweep, SweepUpdate } from '@gridsweep/protocol';
import { formatCounts, formatDuration } from '@gridsweep/results';
import type { Output } from '../terminal.ts';
import { changes } from './changes.ts';
import { renderProgress } from './render.ts';
import { SweepView } from './sweep-view.ts';
import type { WorkloadList } from '../workload-list.ts';
import { measured, timeLeft, workOf, type Pace } from './work.ts';

/** Shows sweeps as they go on. */
export interface ProgressDisplay {
  update(update: SweepUpdate): void;
  /** Says something until the next update, on a terminal below the bars. */
  note(text: string): void;
  /** Draws the last picture and leaves it there. */
  end(): void;
}

const REDRAW_MS = 200;
const LINES_MS = 1000;
/** Lines that are printed at once where many trials change. */
const MOST_LINES = 20;
const SUMMARY_MS = 30_000;

/** Bars that are drawn over on a terminal; elsewhere a line for each change, at most so many a second. */
export function showProgress(output: Output, workloads: WorkloadList): ProgressDisplay {
  return output.isTerminal ? liveProgress(output, workloads) : plainProgress(output, workloads);
}

function liveProgress(output: Output, workloads: WorkloadList): ProgressDisplay {
  const log = createLogUpdate(output.stream, { showCursor: true });
  const views = new Map<string, SweepView>();
  let pace: Pace | undefined;
  let noted: readonly string[] = [];
  const draw = () => {
    if (pace === undefined) return;
    const height = output.rows - 1 - noted.length;
    const frame = { width: output.columns, height, colors: output.colors, now: Date.now(), pace };
    log([...renderProgress([...views.values()], frame), ...noted].join('\n'));
  };
  const timer = setInterval(draw, REDRAW_MS);
  return {
    update(update) {
      viewOf(views, update, workloads).update(update);
      if (!update.complete) return;
      pace = measured(pace, workOf([...views.values()]), Date.now());
      noted = [];
    },
    note(text) {
      noted = [output.colors.yellow(text)];
    },
    end() {
      clearInterval(timer);
      draw();
      log.done();
    },
  };
}

function plainProgress(output: Output, workloads: WorkloadList): ProgressDisplay {
  const views = new Map<string, SweepView>();
  const told = new Map<string, Sweep>();
  let pace: Pace | undefined;
  let waiting: string[] = [];
  let summarized = Date.now();
  const flush = () => {
    const shown = waiting.slice(0, MOST_LINES);
    if (shown.length < waiting.length) shown.push(`… and ${waiting.length - shown.length} more changes`);
    waiting = [];
    const now = Date.now();
    if (pace !== undefined && now - summarized >= SUMMARY_MS) {
      summarized = now;
      shown.push(...summaries([...views.values()], pace, now));
    }
    if (shown.length > 0) output.write(`${shown.join('\n')}\n`);
  };
  const timer = setInterval(flush, LINES_MS);
  return {
    update(update) {
      const before = told.get(update.sweep.id);
      const view = viewOf(views, update, workloads);
      const trials = view.update(update);
      told.set(update.sweep.id, update.sweep);
      waiting.push(...changes(before, view, trials));
      if (update.complete) pace = measured(pace, workOf([...views.values()]), Date.now());
    },
    note(text) {
      waiting.push(text);
    },
    end() {
      clearInterval(timer);
      flush();
      for (const { sweep } of views.values()) output.write(`${sweep.name}: ${formatCounts(sweep.counts)}\n`);
    },
  };
}

function viewOf(views: Map<string, SweepView>, { sweep }: SweepUpdate, workloads: WorkloadList): SweepView {
  const view = views.get(sweep.id) ?? new SweepView(sweep, workloads);
  views.set(sweep.id, view);
  return view;
}

function summaries(views: readonly SweepView[], pace: Pace, now: number): string[] {
  const left = timeLeft(views, pace, now);
  return [
    ...views.map(({ sweep }) => `${sweep.name}: ${formatCounts(sweep.counts)}`),
    ...(left === undefined ? [] : [`about ${formatDuration(left)} left`]),
  ];
}
