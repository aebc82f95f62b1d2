// TFRecord, the framing of event files (tensorflow.org/tutorials/load_data/tfrecord): the length as eight bytes, its checksum, the
// data, its checksum.

const HEAD = 12;
const FOOT = 4;

/** CRC-32C (Castagnoli), reflected, for each value of a byte. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** CRC-32C of bytes (RFC 3720, B.4). */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at += 1) crc = TABLE[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** As TensorFlow stores it: rotated and shifted, since a checksum of data that holds checksums is a weak one. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Data as records, one after the other. */
export function recordBytes(all: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.allocUnsafe(all.reduce((sum, data) => sum + HEAD + data.length + FOOT, 0));
  let at = 0;
  for (const data of all) {
    bytes.writeBigUInt64LE(BigInt(data.length), at);
    bytes.writeUInt32LE(masked(crc32c(bytes.subarray(at, at + 8))), at + 8);
    bytes.set(data, at + HEAD);
    at = bytes.writeUInt32LE(masked(crc32c(data)), at + HEAD + data.length);
  }
  return bytes;
}

/** The data of all whole records from the start on, and the bytes that they take: what comes after was cut off while it was written. */
export function readRecords(bytes: Buffer): { readonly records: Buffer[]; readonly length: number } {
  const records: Buffer[] = [];
  let at = 0;
  while (at + HEAD <= bytes.length) {
    if (bytes.readUInt32LE(at + 8) !== masked(crc32c(bytes.subarray(at, at + 8)))) break;
    const end = at + HEAD + Number(bytes.readBigUInt64LE(at));
    if (end + FOOT > bytes.length) break;
    const data = bytes.subarray(at + HEAD, end);
    if (bytes.readUInt32LE(end) !== masked(crc32c(data))) break;
    records.push(data);
    at = end + FOOT;
  }
  return { records, length: at };
}
