import { bytesField, concatBytes, packedField, varintField } from './protobuf.ts';

/** Element types by TensorFlow's numbers (tensorflow/core/framework/types.proto). */
export const DTYPE = { float32: 1, int32: 3, uint8: 4, int64: 9, bool: 10, resource: 20 } as const;
export type DType = keyof typeof DTYPE;

/** An AttrValue message (tensorflow/core/framework/attr_value.proto). */
export type Attribute = Uint8Array;

export const dtype = (value: DType): Attribute => varintField(6, DTYPE[value]);
export const string = (value: string): Attribute => bytesField(2, value);
export const int = (value: number): Attribute => varintField(3, value);
export const boolean = (value: boolean): Attribute => varintField(5, Number(value));
export const ints = (...values: number[]): Attribute => bytesField(1, packedField(3, values));
export const shape = (dimensions: readonly number[]): Attribute => bytesField(7, shapeMessage(dimensions));

/** A whole tensor. A number stands for a scalar. */
export function tensor(
  type: 'float32' | 'int32' | 'int64',
  values: number | readonly number[],
  dimensions: readonly number[] = typeof values === 'number' ? [] : [values.length],
): Attribute {
  const list = typeof values === 'number' ? [values] : values;
  const content = contentOf(type, list);
  return bytesField(8, [
    varintField(1, DTYPE[type]),
    bytesField(2, shapeMessage(dimensions)),
    bytesField(4, new Uint8Array(content.buffer)),
  ]);
}

function contentOf(type: 'float32' | 'int32' | 'int64', values: readonly number[]) {
  switch (type) {
    case 'float32':
      return Float32Array.from(values);
    case 'int32':
      return Int32Array.from(values);
    case 'int64':
      return BigInt64Array.from(values, BigInt);
  }
}

function shapeMessage(dimensions: readonly number[]): Uint8Array {
  return concatBytes(dimensions.map((size) => bytesField(2, varintField(1, size))));
}
