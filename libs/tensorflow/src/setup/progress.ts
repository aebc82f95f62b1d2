/** How far a setup is. */
export interface TensorflowProgress {
  /** waiting: another process is setting up. */
  readonly phase: 'waiting' | 'downloading' | 'checking' | 'unpacking' | 'compiling' | 'trying';
  /** The file that it is about; empty for all others. */
  readonly file: string;
  /** Bytes done, and altogether. Both 0 where there are none to count. */
  readonly bytes: number;
  readonly total: number;
}

export type OnTensorflowProgress = (progress: TensorflowProgress) => void;
