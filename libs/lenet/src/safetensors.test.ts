import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

const FILE = {
  tensors: new Map([
    ['a', { shape: [2, 3], values: Float32Array.of(1, -2.5, NaN, Infinity, 1e-40, 6) }],
    ['scalar', { shape: [], values: Float32Array.of(7) }],
    ['empty', { shape: [0, 4], values: new Float32Array(0) }],
  ]),
  metadata: { format: 'pt', note: 'Grüße' },
};

test('what was written is read back', () => {
  expect(readSafetensors(writeSafetensors(FILE))).toEqual(FILE);
});

test('reads a file from the middle of a buffer', () => {
  const file = writeSafetensors(FILE);
  const larger = new Uint8Array(file.length + 20).fill(255);
  larger.set(file, 3);
  expect(readSafetensors(larger.subarray(3, 3 + file.length))).toEqual(FILE);
});

test('the header is as the format has it', () => {
  const file = writeSafetensors(FILE);
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  expect(length % 8).toBe(0);
  expect(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)))).toEqual({
    __metadata__: FILE.metadata,
    a: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
    scalar: { dtype: 'F32', shape: [], data_offsets: [24, 28] },
    empty: { dtype: 'F32', shape: [0, 4], data_offsets: [28, 28] },
  });
  expect(file).toHaveLength(8 + length + 28);
});

test('a file that is cut off anywhere is refused', () => {
  const file = writeSafetensors(FILE);
  for (let length = 0; length < file.length; length++) {
    expect(() => readSafetensors(file.subarray(0, length))).toThrow(
      /^The safetensors file cannot be used: it is cut off/,
    );
  }
});

describe('refuses', () => {
  const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  test.each([
    ['a header that is not JSON', '{"a":', 8, 'its header is not a JSON object'],
    ['a header that is no object', '[1, 2]', 8, 'its header is not a JSON object'],
    ['another type', { a: { ...entry, dtype: 'F16' } }, 8, 'tensor "a" has dtype F16; only F32 is accepted'],
    [
      'an entry without a shape',
      { a: { dtype: 'F32', data_offsets: [0, 8] } },
      8,
      'the entry of tensor "a" is not one',
    ],
    ['a negative size', { a: { ...entry, shape: [-2] } }, 8, 'the entry of tensor "a" is not one'],
    ['a size that is no number', { a: { ...entry, shape: ['2'] } }, 8, 'the entry of tensor "a" is not one'],
    [
      'a shape of another length',
      { a: { ...entry, shape: [3] } },
      8,
      'tensor "a" of shape [3] has 8 bytes instead of 12',
    ],
    ['a hole', { a: { ...entry, data_offsets: [4, 12] } }, 12, 'tensor "a" starts at byte 4 instead of 0'],
    [
      'an overlap',
      { a: entry, b: { ...entry, data_offsets: [4, 12] } },
      12,
      'tensor "b" starts at byte 4 instead of 8',
    ],
    ['bytes after the last tensor', { a: entry }, 9, '1 bytes follow its last tensor'],
    ['metadata that is not text', { __metadata__: { a: 1 }, a: entry }, 8, 'its __metadata__ is not a map of texts'],
  ])('%s', (_what, header, dataBytes, problem) => {
    expect(() => readSafetensors(fileOf(header, dataBytes))).toThrow(`The safetensors file cannot be used: ${problem}`);
  });

  test('what is no safetensors file at all', () => {
    const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0);
    expect(() => readSafetensors(picture)).toThrow('it is cut off or not a safetensors file');
  });
});

function fileOf(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}
