/** How far the fetching or importing of a data set is. */
export interface DatasetProgress {
  /**
   * waiting: another process is fetching; downloading, checking, decoding; copying: from a folder or another machine;
   * verifying: the finished file's hash, counts and statistics.
   */
  readonly phase: 'waiting' | 'downloading' | 'checking' | 'decoding' | 'copying' | 'verifying';
  /** Bytes done of `total` in this phase; both 0 where that is not known. */
  readonly bytes: number;
  readonly total: number;
}

export type OnDatasetProgress = (progress: DatasetProgress) => void;
