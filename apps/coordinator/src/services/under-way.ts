import type { ReportBody } from '@gridsweep/protocol';

/** Reports of one session that may be waiting for the database. */
const MOST_REPORTS = 64;
/** And their bytes, most of which are files'. */
const MOST_BYTES = 8 * 2 ** 20;
const BYTES_PER_POINT = 32;

/** Counts reports that are being stored and makes the reader wait while they are too many (I6). */
export class UnderWay {
  readonly #reports = new Set<Promise<void>>();
  #bytes = 0;

  /** @param storing must not reject. Resolves when another report may be read. */
  async add(storing: Promise<void>, body: ReportBody): Promise<void> {
    const size = sizeOf(body);
    const counted: Promise<void> = storing.then(() => {
      this.#reports.delete(counted);
      this.#bytes -= size;
    });
    this.#reports.add(counted);
    this.#bytes += size;
    while (this.#reports.size >= MOST_REPORTS || this.#bytes >= MOST_BYTES) await Promise.race(this.#reports);
  }

  async settled(): Promise<void> {
    await Promise.all(this.#reports);
  }
}

function sizeOf(body: ReportBody): number {
  switch (body.type) {
    case 'metrics':
      return body.points.length * BYTES_PER_POINT;
    case 'checkpoint':
    case 'weights':
      return body.chunk.bytes.byteLength;
    default:
      return 0;
  }
}
