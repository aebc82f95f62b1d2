import { GridsweepError, type FailureKind } from '@gridsweep/sweep';
import type { Failure } from './messages.ts';

/** Sorts what a trial threw into the kind of failure that decides its retry. */
export function failureOf(thrown: unknown): Failure {
  return { kind: kindOf(thrown), detail: detailOf(thrown) };
}

function kindOf(thrown: unknown): FailureKind {
  if (isOutOfMemory(thrown)) return 'out-of-memory';
  if (!(thrown instanceof GridsweepError)) return 'crash';
  switch (thrown.code) {
    case 'invalid':
      return 'bad-config';
    case 'data':
    case 'not-found':
      return 'data';
    default:
      return 'crash';
  }
}

/** V8's failed allocations (array buffers, WebAssembly memories) are RangeErrors, as is an endless recursion. */
function isOutOfMemory(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if ('code' in thrown && thrown.code === 'ERR_WORKER_OUT_OF_MEMORY') return true;
  return (thrown instanceof RangeError && /alloc|memory/i.test(thrown.message)) || saysGpuIsFull(thrown.message);
}

/** What TensorFlow and CUDA say when a GPU's memory is used up, as an error or as the last words of a process. */
export function saysGpuIsFull(text: string): boolean {
  return /\bOOM when allocating|CUDA_ERROR_OUT_OF_MEMORY|CUDA out of memory|RESOURCE_?EXHAUSTED|Resource exhausted:|Out of memory (trying|while trying) to allocate/i.test(
    text,
  );
}

function detailOf(thrown: unknown): string {
  if (thrown instanceof GridsweepError) return thrown.message;
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}
