import type { MetricPoint } from '@gridsweep/sweep';
import type { Lease, Report, ReportBody } from '@gridsweep/protocol';

/** Points of one report at most, so that no message grows with the time of a lost connection. */
export const POINTS_PER_REPORT = 500;

/**
 * Reports of one attempt that are not known to be durable, in order of their sequence numbers (I3).
 *
 * It is bounded (I6) though it refuses nothing: a run may report only as many points as it has credits, which come back
 * when points are acknowledged, and of checkpoints only the newest is kept. An older one leaves an empty report behind,
 * because sequence numbers have no gaps.
 */
export class Outbox {
  readonly lease: Lease;
  #reports: Report[] = [];
  /** Points of the report that is still being filled; it has no number yet. */
  #open: MetricPoint[] = [];
  /** How many of `#reports` were sent in the present session. */
  #sent = 0;
  #lastSeq = 0;
  #acknowledged = 0;
  #final = false;

  constructor(lease: Lease) {
    this.lease = { trialId: lease.trialId, attempt: lease.attempt };
  }

  /** Newest sequence number known to be durable. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** The attempt has ended and all of it is durable. */
  get settled(): boolean {
    return this.#final && this.#reports.length === 0;
  }

  /** Points wait for `seal`. */
  get hasOpenPoints(): boolean {
    return this.#open.length > 0;
  }

  /** Adds points to the report that is being filled; a full one is closed at once. */
  addPoints(points: readonly MetricPoint[]): void {
    for (const point of points) {
      this.#open.push(point);
      if (this.#open.length === POINTS_PER_REPORT) this.seal();
    }
  }

  /** Closes the report that is being filled, so that it can be sent. */
  seal(): void {
    if (this.#open.length === 0) return;
    const points = this.#open;
    this.#open = [];
    this.#push({ type: 'metrics', points });
  }

  /** Adds a report after all points added before it. After 'finished', 'failed' or 'handed-back' nothing is added. */
  add(body: Exclude<ReportBody, { readonly type: 'metrics' }>): void {
    this.seal();
    if (body.type === 'checkpoint') this.#forgetCheckpoints();
    else this.#final = true;
    this.#push(body);
  }

  /** Next report that was not sent in this session, or null. It counts as sent. */
  take(): Report | null {
    const report = this.#reports[this.#sent];
    if (report === undefined) return null;
    this.#sent += 1;
    return report;
  }

  /** A new session begins: everything not acknowledged is sent again. */
  rewind(): void {
    this.#sent = 0;
  }

  /** Drops what is durable; returns how many points that were. Stale and repeated acknowledgements change nothing. */
  acknowledge(seq: number): number {
    if (seq <= this.#acknowledged) return 0;
    const durable = this.#reports.filter((report) => report.seq <= seq);
    this.#reports = this.#reports.slice(durable.length);
    this.#sent = Math.max(0, this.#sent - durable.length);
    this.#acknowledged = Math.min(seq, this.#lastSeq);
    return durable.reduce((points, { body }) => points + (body.type === 'metrics' ? body.points.length : 0), 0);
  }

  #push(body: ReportBody): void {
    this.#lastSeq += 1;
    this.#reports.push({ ...this.lease, seq: this.#lastSeq, body });
  }

  #forgetCheckpoints(): void {
    this.#reports = this.#reports.map((report) =>
      report.body.type === 'checkpoint' ? { ...report, body: { type: 'metrics', points: [] } } : report,
    );
  }
}
