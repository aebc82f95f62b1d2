import type { CheckpointContent, MetricPoint } from '@gridsweep/sweep';
import type { Lease, Report, ReportBody } from '@gridsweep/protocol';
import { OutgoingFile, type FileKind } from './outgoing-file.ts';

/** Points of one report at most, so that no message grows with the time of a lost connection. */
export const POINTS_PER_REPORT = 500;

type Points = Extract<ReportBody, { readonly type: 'metrics' }>;
type End = Extract<ReportBody, { readonly type: 'finished' | 'failed' | 'handed-back' }>;
interface Piece {
  readonly type: 'piece';
  readonly file: OutgoingFile;
  readonly offset: number;
}

/** A report whose piece of a file, if it is one, is read when it is taken. */
interface Entry {
  readonly seq: number;
  readonly body: Points | Piece | End;
}

const NOTHING: Points = { type: 'metrics', points: [] };

/**
 * Reports of one attempt that are not known to be durable, in order of their sequence numbers (I3).
 *
 * It is bounded (I6) though it refuses nothing: a run may report only as many points as it has credits, which come back
 * when points are acknowledged, and of checkpoints only two are kept: the newest, and one of which a part is sent, or a slow
 * connection would never see a whole one. Of weights so are the newest, and those that a kept checkpoint follows: a run that goes
 * on from there does not report them again. Pieces that are wanted no more leave empty reports behind, because sequence
 * numbers have no gaps.
 */
export class Outbox {
  readonly lease: Lease;
  readonly #onUnreadable: (kind: FileKind, step: number, reason: string) => void;
  #entries: Entry[] = [];
  /** Points of the report that is still being filled; it has no number yet. */
  #open: MetricPoint[] = [];
  /** How many of `#entries` were sent in the present session. */
  #sent = 0;
  #lastSeq = 0;
  #acknowledged = 0;
  #final = false;

  /** @param onUnreadable a file cannot be read, so it is not sent */
  constructor(lease: Lease, onUnreadable: (kind: FileKind, step: number, reason: string) => void = () => undefined) {
    this.lease = { trialId: lease.trialId, attempt: lease.attempt };
    this.#onUnreadable = onUnreadable;
  }

  /** Newest sequence number known to be durable. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** The attempt has ended and all of it is durable. */
  get settled(): boolean {
    return this.#final && this.#entries.length === 0;
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

  /** Adds a checkpoint or weights after all points added before. A file is removed when it is durable, or wanted no more. */
  addFile(kind: FileKind, step: number, content: CheckpointContent): void {
    this.seal();
    const file = new OutgoingFile(kind, step, content);
    for (const offset of file.offsets()) this.#push({ type: 'piece', file, offset });
    this.#forgetReplaced();
  }

  /** Adds the attempt's end after everything else. Nothing is added after it. */
  end(body: End): void {
    this.seal();
    this.#final = true;
    this.#push(body);
  }

  /** Next report that was not sent in this session, or null. It counts as sent. */
  take(): Report | Promise<Report> | null {
    const entry = this.#entries[this.#sent];
    if (entry === undefined) return null;
    this.#sent += 1;
    const { seq, body } = entry;
    return body.type === 'piece' ? this.#read(seq, body) : { ...this.lease, seq, body };
  }

  /** A new session begins: everything not acknowledged is sent again. */
  rewind(): void {
    this.#sent = 0;
  }

  /** Drops what is durable; returns how many points that were. Stale and repeated acknowledgements change nothing. */
  acknowledge(seq: number): number {
    if (seq <= this.#acknowledged) return 0;
    const count = this.#entries.filter((entry) => entry.seq <= seq).length;
    const durable = this.#entries.splice(0, count);
    this.#sent = Math.max(0, this.#sent - count);
    this.#acknowledged = Math.min(seq, this.#lastSeq);
    let points = 0;
    for (const { body } of durable) {
      if (body.type === 'metrics') points += body.points.length;
      if (body.type === 'piece' && body.file.isLast(body.offset)) body.file.discard();
    }
    return points;
  }

  /** Nothing of it is wanted any more. */
  clear(): void {
    for (const file of this.#files()) file.discard();
    this.#entries = [];
    this.#open = [];
    this.#sent = 0;
  }

  #push(body: Entry['body']): void {
    this.#lastSeq += 1;
    this.#entries.push({ seq: this.#lastSeq, body });
  }

  async #read(seq: number, { file, offset }: Piece): Promise<Report> {
    const { kind, step } = file;
    try {
      const chunk = await file.chunk(offset);
      return { ...this.lease, seq, body: { type: kind, step, chunk } };
    } catch (thrown) {
      if (this.#files().has(file)) {
        this.#forget(file);
        this.#onUnreadable(kind, step, thrown instanceof Error ? thrown.message : String(thrown));
      }
      return { ...this.lease, seq, body: NOTHING };
    }
  }

  /** Those of which a piece is not known to be durable, in order. */
  #files(): ReadonlySet<OutgoingFile> {
    return new Set(this.#entries.flatMap(({ body }) => (body.type === 'piece' ? [body.file] : [])));
  }

  #forgetReplaced(): void {
    let newestCheckpoint: OutgoingFile | undefined;
    let next: OutgoingFile | undefined;
    for (const file of [...this.#files()].reverse()) {
      const isReplaced = file.kind === 'checkpoint' ? newestCheckpoint !== undefined : next?.kind === 'weights';
      if (isReplaced && !file.isPartlySent) this.#forget(file);
      else next = file;
      if (file.kind === 'checkpoint') newestCheckpoint ??= file;
    }
  }

  #forget(file: OutgoingFile): void {
    file.discard();
    this.#entries = this.#entries.map((entry) =>
      entry.body.type === 'piece' && entry.body.file === file ? { ...entry, body: NOTHING } : entry,
    );
  }
}
