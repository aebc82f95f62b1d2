// The parts of protobuf's wire format that event files need (protobuf.dev/programming-guides/encoding).

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Writes one message, field by field. */
export class MessageWriter {
  #bytes = Buffer.allocUnsafe(256);
  #length = 0;

  /** A double. */
  double(field: number, value: number): this {
    this.#key(field, FIXED64);
    this.#length = this.#room(8).writeDoubleLE(value, this.#length);
    return this;
  }

  /** A float: the nearest one. */
  float(field: number, value: number): this {
    this.#key(field, FIXED32);
    this.#length = this.#room(4).writeFloatLE(value, this.#length);
    return this;
  }

  /** An integer type, an enum or a bool; whole, from 0 to 2^53. */
  integer(field: number, value: number): this {
    this.#key(field, VARINT);
    this.#varint(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, Buffer.from(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#key(field, BYTES);
    this.#varint(value.length);
    this.#room(value.length).set(value, this.#length);
    this.#length += value.length;
    return this;
  }

  /** A message inside, which `write` writes with this very writer. */
  message(field: number, write: (inner: this) => void): this {
    this.#key(field, BYTES);
    const start = this.#length + 1;
    this.#room(1);
    this.#length = start;
    write(this);
    // Its length comes before it, and takes more than the one byte only where it is long.
    const length = this.#length - start;
    const places = lengthOfVarint(length);
    if (places > 1) this.#room(places).copyWithin(start - 1 + places, start, this.#length);
    this.#length = start - 1;
    this.#varint(length);
    this.#length += length;
    return this;
  }

  /** The message. */
  finish(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #key(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number): void {
    const bytes = this.#room(8);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes[this.#length++] = (rest % 128) + 128;
    bytes[this.#length++] = rest;
  }

  /** The buffer, with so many bytes free. */
  #room(count: number): Buffer {
    if (this.#length + count > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.#length + count));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

function lengthOfVarint(value: number): number {
  return value < 128 ? 1 : 1 + lengthOfVarint(Math.floor(value / 128));
}

/** A field of a message as it is read: of a varint or a fixed number its value, of everything else its bytes. */
export type Field = { readonly number: number } & (
  | { readonly type: 'integer' | 'double' | 'float'; readonly value: number }
  | { readonly type: 'bytes'; readonly value: Buffer }
);

/** The fields of a message in order. @throws Error of bytes that are none */
export function* fieldsOf(bytes: Buffer): Generator<Field> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes.readUInt8(at++);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const number = Math.floor(key / 8);
    switch (key % 8) {
      case VARINT:
        yield { number, type: 'integer', value: varint() };
        break;
      case FIXED64:
        yield { number, type: 'double', value: bytes.readDoubleLE(at) };
        at += 8;
        break;
      case FIXED32:
        yield { number, type: 'float', value: bytes.readFloatLE(at) };
        at += 4;
        break;
      case BYTES: {
        const length = varint();
        if (at + length > bytes.length) throw new Error('A field of a message is cut off.');
        yield { number, type: 'bytes', value: bytes.subarray(at, at + length) };
        at += length;
        break;
      }
      default:
        throw new Error(`A field of a message has the unknown wire type ${key % 8}.`);
    }
  }
}
