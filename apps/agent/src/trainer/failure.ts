import { GridsweepError, type Failure, type FailureKind } from '@gridsweep/sweep';

/** Sorts what a trial threw into the kind of failure that decides its retry. */
export function failureOf(thrown: unknown): Failure {
  return { kind: kindOf(thrown), detail: detailOf(thrown) };
}

/** The same of what ended a thread: it is no victim of its trial's configuration, whatever the error's code says. */
export function crashOf(thrown: unknown): Failure {
  return { kind: isOutOfMemory(thrown) ? 'out-of-memory' : 'crash', detail: detailOf(thrown) };
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
  return (thrown instanceof RangeError && /alloc|memory/i.test(thrown.message)) || saysMemoryIsFull(thrown.message);
}

/** What V8, and TensorFlow, PyTorch and CUDA of a GPU's memory, say when it is used up: as an error or as last words. */
export function saysMemoryIsFull(text: string): boolean {
  return /heap out of memory|\bOOM when allocating|CUDA_ERROR_OUT_OF_MEMORY|CUDA out of memory|RESOURCE_?EXHAUSTED|Resource exhausted:|Out of memory (trying|while trying) to allocate/i.test(
    text,
  );
}

function detailOf(thrown: unknown): string {
  if (thrown instanceof GridsweepError) return thrown.message;
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}
