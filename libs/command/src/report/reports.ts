import { GridsweepError, MOST_METRICS, type MetricPoint, type RunEvent } from '@gridsweep/sweep';
import { parseReportLine, type ReportLine } from './report-line.ts';

/** Longest line of a report. */
export const MAX_REPORT_BYTES = 64 * 1024;
/** So many points go into one event. */
const BATCH = 500;
/** Warnings that are told one by one. */
const MAX_WARNINGS = 20;
const PROGRESS_EVERY_MS = 1_000;

/** A line that a command wrote for us. */
export interface Report {
  readonly text: string;
  /** Bytes of it that were left out, as it was too long. */
  readonly cut: number;
  /** For people: "line 3 of its metrics file". */
  readonly where: string;
}

/** What reports amount to, in their order. */
export type ReportItem =
  | { readonly type: 'event'; readonly event: RunEvent }
  | { readonly type: 'checkpoint'; readonly name: string; readonly step: number };

/** Everything that a command has reported in one attempt. */
export class Reports {
  readonly #maxPoints: number;
  readonly #now: () => number;
  #points = 0;
  #isDone = false;
  #bad = 0;
  #highest = 0;
  #progress: { readonly at: number; readonly step: number } | null = null;
  /** Whether each metric's newest value is finite. */
  readonly #newest = new Map<string, boolean>();
  readonly #warned = new Set<string>();

  constructor(maxPoints: number, now: () => number = () => performance.now()) {
    this.#maxPoints = maxPoints;
    this.#now = now;
  }

  /** The command has said that it did all it was to do. */
  get isDone(): boolean {
    return this.#isDone;
  }

  /** Whether some metric's newest value is NaN or infinite. */
  get hasDiverged(): boolean {
    return [...this.#newest.values()].includes(false);
  }

  /** @throws GridsweepError 'invalid' where there are too many points */
  *take(reports: readonly Report[]): Generator<ReportItem, void, undefined> {
    let points: MetricPoint[] = [];
    for (const report of reports) {
      if (report.text.trim() === '') continue;
      const parsed =
        report.cut > 0
          ? ({ ok: false, problem: `is longer than ${MAX_REPORT_BYTES} bytes` } as const)
          : parseReportLine(report.text);
      if (!parsed.ok) {
        yield* this.#warn(`${upperFirst(report.where)} ${parsed.problem}.`);
        continue;
      }
      const { line } = parsed;
      yield* this.#leftOut(line, report.where);
      yield* this.#count(line, points);
      if (line.done) this.#isDone = true;
      if (points.length < BATCH && line.checkpoint === undefined) continue;
      yield* this.#flush(points);
      points = [];
      if (line.checkpoint !== undefined) yield { type: 'checkpoint', name: line.checkpoint, step: line.step };
    }
    yield* this.#flush(points);
  }

  /** What was not told yet: the last step, and how many warnings there were. */
  *end(): Generator<ReportItem, void, undefined> {
    if (this.#progress !== null && this.#progress.step < this.#highest) yield* this.#tellProgress();
    const untold = this.#bad - MAX_WARNINGS;
    if (untold > 0) yield warning(`${untold} more lines of its reports could not be used.`);
  }

  *#count({ step, epoch, metrics }: ReportLine, points: MetricPoint[]): Generator<ReportItem, void, undefined> {
    this.#highest = Math.max(this.#highest, step);
    for (const [name, value] of metrics) {
      if (!this.#newest.has(name) && this.#newest.size >= MOST_METRICS) {
        yield* this.#once('names', `More than ${MOST_METRICS} different metrics were reported; the others are left out.`);
        continue;
      }
      this.#newest.set(name, Number.isFinite(value));
      if (++this.#points > this.#maxPoints) {
        throw new GridsweepError(
          'invalid',
          `The command has reported more than ${this.#maxPoints} points; let it report less often or fewer metrics.`,
        );
      }
      points.push(epoch === undefined ? { name, step, value } : { name, step, epoch, value });
    }
  }

  *#flush(points: readonly MetricPoint[]): Generator<ReportItem, void, undefined> {
    for (let at = 0; at < points.length; at += BATCH) {
      yield { type: 'event', event: { type: 'metrics', points: points.slice(at, at + BATCH) } };
    }
    if (points.length === 0) return;
    if (this.#progress === null || this.#now() - this.#progress.at >= PROGRESS_EVERY_MS) yield* this.#tellProgress();
  }

  *#tellProgress(): Generator<ReportItem, void, undefined> {
    const now = this.#now();
    const before = this.#progress;
    const step = this.#highest;
    this.#progress = { at: now, step };
    const steps = before === null || now === before.at ? 0 : step - before.step;
    const rate = steps > 0 ? { value: (steps / (now - before!.at)) * 1000, unit: 'steps/s' } : undefined;
    yield { type: 'event', event: rate === undefined ? { type: 'progress', step } : { type: 'progress', step, rate } };
  }

  *#leftOut({ leftOut }: ReportLine, where: string): Generator<ReportItem, void, undefined> {
    for (const what of leftOut) {
      if (this.#warned.size >= MAX_WARNINGS) return;
      // One warning for each key, not for each line that has it.
      yield* this.#once(what.split(' is ', 1)[0]!, `In ${where}, ${what}; it is left out, there and in what follows.`);
    }
  }

  *#once(key: string, message: string): Generator<ReportItem, void, undefined> {
    if (this.#warned.has(key)) return;
    this.#warned.add(key);
    yield warning(message);
  }

  *#warn(message: string): Generator<ReportItem, void, undefined> {
    if (++this.#bad <= MAX_WARNINGS) yield warning(message);
  }
}

function warning(message: string): ReportItem {
  return { type: 'event', event: { type: 'log', level: 'warn', message } };
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
