/** Writes protocol buffer messages: each function gives one field's bytes, and a message is its fields' bytes in a row. */

const VARINT = 0;
const LENGTH_DELIMITED = 2;

const text = new TextEncoder();

/** A field of a whole number, boolean or enum. */
export function varintField(field: number, value: number | bigint): Uint8Array {
  return concatBytes([varint((field << 3) | VARINT), varint(value)]);
}

/** A field of type string, bytes or of a message whose bytes are given. */
export function bytesField(field: number, value: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  const bytes = toBytes(value);
  return concatBytes([varint((field << 3) | LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

/** One entry of a field of type map<string, message>. */
export function mapEntry(field: number, key: string, value: Uint8Array): Uint8Array {
  return bytesField(field, [bytesField(1, key), bytesField(2, value)]);
}

/** A repeated field of whole numbers, packed. */
export function packedField(field: number, values: readonly number[]): Uint8Array {
  return bytesField(field, values.map(varint));
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function toBytes(value: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  if (typeof value === 'string') return text.encode(value);
  return value instanceof Uint8Array ? value : concatBytes(value);
}

/** Base 128, the lowest seven bits first; a negative number as its 64-bit two's complement. */
function varint(value: number | bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
