/** Name of the only file in the tar file that stands for a checkpoint in the shared folder. */
export const POINTER_FILE = 'shared-checkpoint.json';

/** Says which tar file of the trial's shared folder holds the checkpoint. */
export interface Pointer {
  readonly step: number;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Null where the text is something else. */
export function parsePointer(text: string): Pointer | null {
  try {
    const { step, sizeBytes, sha256 } = JSON.parse(text) as Partial<Record<keyof Pointer, unknown>>;
    const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
    if (!isCount(step) || !isCount(sizeBytes) || typeof sha256 !== 'string') return null;
    return { step, sizeBytes, sha256 };
  } catch {
    return null;
  }
}
