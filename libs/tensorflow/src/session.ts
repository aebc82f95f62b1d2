import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding } from './binding.ts';
import { bytesField, concatBytes, varintField } from './graph/protobuf.ts';

/** The tag by which a SavedModel's graph is asked for. */
const TAG = 'serve';

/** A tensor to feed. The type of its elements is that of the array. */
export interface Feed {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** Names of what is fed and fetched in one call. */
export interface Signature {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** A graph with its variables on the device. */
export class Session {
  readonly #binding: Binding;
  readonly #model: number;

  private constructor(binding: Binding, model: number) {
    this.#binding = binding;
    this.#model = model;
  }

  static async open(binding: Binding, graphDef: Uint8Array): Promise<Session> {
    const model = await withSavedModel(graphDef, (folder) => binding.loadSavedModel(folder, TAG));
    return new Session(binding, model);
  }

  /**
   * @returns the outputs' values in order.
   * @throws RangeError when the device's memory does not suffice.
   */
  run({ inputs, outputs }: Signature, feeds: readonly Feed[]): Float32Array[] {
    const binding = this.#binding;
    const fed: number[] = [];
    const fetched: number[] = [];
    try {
      for (const { shape, values } of feeds) fed.push(binding.createTensor(shape, this.#typeOf(values), values));
      const results = binding.runSavedModel(this.#model, fed, firstOutputs(inputs), firstOutputs(outputs));
      fetched.push(...results.map(({ id }) => id));
      return fetched.map((tensor) => binding.tensorDataSync(tensor) as Float32Array);
    } catch (thrown) {
      throw isOutOfMemory(thrown) ? new RangeError(`TensorFlow is out of memory: ${thrown.message}`) : thrown;
    } finally {
      for (const tensor of [...fed, ...fetched]) binding.deleteTensor(tensor);
    }
  }

  close(): void {
    this.#binding.deleteSavedModel(this.#model);
  }

  #typeOf(values: Feed['values']): number {
    if (values instanceof Float32Array) return this.#binding.TF_FLOAT;
    return values instanceof Int32Array ? this.#binding.TF_INT32 : this.#binding.TF_UINT8;
  }
}

function firstOutputs(operations: readonly string[]): string {
  return operations.map((name) => `${name}:0`).join(',');
}

function isOutOfMemory(thrown: unknown): thrown is Error {
  return thrown instanceof Error && /\bOOM\b|out of memory|RESOURCE_EXHAUSTED|failed to allocate/i.test(thrown.message);
}

/** Calls `use` with a folder that holds the graph as a SavedModel without variables (tensorflow/core/protobuf/saved_model.proto). */
async function withSavedModel<T>(graphDef: Uint8Array, use: (folder: string) => T): Promise<T> {
  const metaInfo = bytesField(1, bytesField(4, TAG));
  const savedModel = concatBytes([varintField(1, 1), bytesField(2, [metaInfo, bytesField(2, graphDef)])]);
  const folder = await mkdtemp(join(tmpdir(), 'gridsweep-graph-'));
  try {
    await writeFile(join(folder, 'saved_model.pb'), savedModel);
    return use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
