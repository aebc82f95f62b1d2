import { GridsweepError } from '@gridsweep/sweep';
import { z } from 'zod';

/** A float32 tensor; values are row-major. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a safetensors file holds: tensors by name in the file's order, and free text by key. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of the length that a file starts with. */
const LENGTH_BYTES = 8;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const METADATA_KEY = '__metadata__';

const metadataSchema = z.record(z.string(), z.string());
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});

/**
 * Writes a safetensors file (https://huggingface.co/docs/safetensors: the header's length as 8 bytes little-endian, the header
 * as JSON, the tensors' bytes one after the other).
 */
export function writeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const header: Record<string, unknown> = { [METADATA_KEY]: metadata };
  let end = 0;
  for (const [name, { shape, values }] of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, (end += values.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Padded with blanks, so that the floats are aligned.
  const headerLength = Math.ceil(json.length / LENGTH_BYTES) * LENGTH_BYTES;
  const file = new Uint8Array(LENGTH_BYTES + headerLength + end);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  file.set(json, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { values } of tensors.values()) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += FLOAT_BYTES;
    }
  }
  return file;
}

/**
 * Reads a safetensors file whose tensors are all float32.
 * @throws GridsweepError 'invalid' that says what is wrong with the file.
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const { header, dataStart } = readHeader(file, view);
  const tensors = new Map<string, Tensor>();
  let metadata: Readonly<Record<string, string>> = {};
  let expectedStart = 0;
  const entries = Object.entries(header).filter(([name, value]) => {
    if (name !== METADATA_KEY) return true;
    metadata = checked(metadataSchema, value, `its ${METADATA_KEY} is not a map of texts`);
    return false;
  });
  const parsed = entries.map(([name, value]) => ({
    name,
    ...checked(entrySchema, value, `the entry of tensor "${name}" is not one with dtype, shape and data_offsets`),
  }));
  for (const { name, dtype, shape, data_offsets } of parsed.sort((a, b) => a.data_offsets[0] - b.data_offsets[0])) {
    const [start, end] = data_offsets;
    if (dtype !== 'F32') throw broken(`tensor "${name}" has dtype ${dtype}; only F32 is accepted`);
    const length = shape.reduce((product, size) => product * size, 1);
    if (end - start !== length * FLOAT_BYTES) {
      throw broken(
        `tensor "${name}" of shape [${shape.join(', ')}] has ${end - start} bytes instead of ${length * FLOAT_BYTES}`,
      );
    }
    if (start !== expectedStart) throw broken(`tensor "${name}" starts at byte ${start} instead of ${expectedStart}`);
    if (dataStart + end > file.length) {
      throw broken(`it is cut off: ${file.length} bytes, and tensor "${name}" ends at byte ${dataStart + end}`);
    }
    const values = Float32Array.from({ length }, (_, i) => view.getFloat32(dataStart + start + i * FLOAT_BYTES, true));
    tensors.set(name, { shape, values });
    expectedStart = end;
  }
  if (dataStart + expectedStart !== file.length) {
    throw broken(`${file.length - dataStart - expectedStart} bytes follow its last tensor`);
  }
  return { tensors, metadata };
}

function readHeader(file: Uint8Array, view: DataView): { header: Record<string, unknown>; dataStart: number } {
  if (file.length < LENGTH_BYTES) throw broken(`it is cut off: ${file.length} bytes`);
  const length = view.getBigUint64(0, true);
  const dataStart = LENGTH_BYTES + Number(length);
  if (length > BigInt(file.length - LENGTH_BYTES)) {
    throw broken(
      `it is cut off or not a safetensors file: ${file.length} bytes, and its header ends at byte ${dataStart}`,
    );
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file.subarray(LENGTH_BYTES, dataStart));
    return { header: z.record(z.string(), z.unknown()).parse(JSON.parse(text)), dataStart };
  } catch (cause) {
    throw broken('its header is not a JSON object', cause);
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, problem: string): T {
  const result = schema.safeParse(value);
  if (!result.success) throw broken(problem, result.error);
  return result.data;
}

function broken(problem: string, cause?: unknown): GridsweepError {
  return new GridsweepError('invalid', `The safetensors file cannot be used: ${problem}.`, { cause });
}
