/**
 * The part of the tar format (POSIX ustar with pax headers) that Gridsweep writes and reads: files and folders, without times and
 * owners. The bytes are part of what identifies a sweep's code, so they are made here and not by a library that may change them.
 */

export const BLOCK = 512;

/** One file or folder of a tar file. */
export interface TarEntry {
  readonly type: 'file' | 'folder';
  /** Relative, with "/" between its parts and none at its end. */
  readonly path: string;
  /** Of a file: whether it can be run. */
  readonly executable: boolean;
  /** Bytes of a file; 0 of a folder. */
  readonly size: number;
}

/** What a header block says. `pax` describes the entry that follows it. */
export type TarHeader =
  | { readonly type: 'entry'; readonly entry: TarEntry }
  | { readonly type: 'pax'; readonly size: number }
  | { readonly type: 'end' }
  /** Links, devices and everything else that is never accepted, or a block that is no header. */
  | { readonly type: 'other'; readonly what: string };

/** What a pax header may override. */
export interface PaxRecords {
  readonly path?: string;
  readonly size?: number;
}

const MAX_PATH = 100;
/** Eleven octal digits. */
const MAX_SIZE = 8 ** 11 - 1;
const CHECKSUM = { at: 148, length: 8 };
const OTHER_TYPES: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a FIFO',
};

/** The blocks that come before an entry's content: always the same bytes for the same entry. */
export function encodeEntry(entry: TarEntry): Buffer {
  const path = entry.type === 'folder' ? `${entry.path}/` : entry.path;
  const mode = entry.type === 'folder' || entry.executable ? 0o755 : 0o644;
  const type = entry.type === 'folder' ? '5' : '0';
  const records: string[] = [];
  if (Buffer.byteLength(path) > MAX_PATH) records.push(paxRecord('path', path));
  if (entry.size > MAX_SIZE) records.push(paxRecord('size', String(entry.size)));
  const header = block(path, mode, Math.min(entry.size, MAX_SIZE), type);
  if (records.length === 0) return header;
  const body = Buffer.from(records.join(''));
  return Buffer.concat([block('pax', 0o644, body.length, 'x'), body, padding(body.length), header]);
}

/** Zeros from a content's end to the next block. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** Ends a tar file. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** Bytes that an entry takes in a tar file. */
export function tarSizeOf(entry: TarEntry): number {
  return encodeEntry(entry).length + Math.ceil(entry.size / BLOCK) * BLOCK;
}

export function decodeHeader(bytes: Buffer, pax: PaxRecords): TarHeader {
  if (bytes.every((byte) => byte === 0)) return { type: 'end' };
  const isUstar = bytes.toString('latin1', 257, 262) === 'ustar';
  if (!isUstar || octal(bytes, CHECKSUM.at, CHECKSUM.length) !== checksum(bytes)) {
    return { type: 'other', what: 'not a tar header' };
  }
  const size = pax.size ?? octal(bytes, 124, 12);
  const type = bytes.toString('latin1', 156, 157);
  if (size === null) return { type: 'other', what: 'an entry without a size' };
  if (type === 'x') return { type: 'pax', size };
  if (type !== '0' && type !== '5') {
    return { type: 'other', what: OTHER_TYPES[type] ?? `an entry of type ${JSON.stringify(type)}` };
  }
  const path = (pax.path ?? text(bytes, 0, MAX_PATH)).replace(/\/$/, '');
  const executable = type === '0' && ((octal(bytes, 100, 8) ?? 0) & 0o111) !== 0;
  const entry: TarEntry =
    type === '5' ? { type: 'folder', path, executable: false, size: 0 } : { type: 'file', path, executable, size };
  return { type: 'entry', entry };
}

/** Reads `LENGTH KEY=VALUE\n` records; null where they are malformed. */
export function decodePax(body: Buffer): PaxRecords | null {
  const records: { path?: string; size?: number } = {};
  for (let at = 0; at < body.length;) {
    const space = body.indexOf(0x20, at);
    const length = Number(body.toString('latin1', at, space));
    if (space < 0 || !Number.isInteger(length) || length <= space - at + 1 || at + length > body.length) return null;
    const record = body.toString('utf8', space + 1, at + length - 1);
    const [key] = record.split('=', 1);
    const value = record.slice(key!.length + 1);
    if (key === 'path') records.path = value;
    if (key === 'size') records.size = Number(value);
    at += length;
  }
  const { size } = records;
  return size === undefined || (Number.isSafeInteger(size) && size >= 0) ? records : null;
}

function block(path: string, mode: number, size: number, type: string): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  bytes.set(Buffer.from(path).subarray(0, MAX_PATH), 0);
  const number = (value: number, at: number, length: number) =>
    bytes.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  number(mode, 100, 8);
  number(0, 108, 8);
  number(0, 116, 8);
  number(size, 124, 12);
  number(0, 136, 12);
  bytes.write(type, 156, 'latin1');
  bytes.write('ustar\x0000', 257, 'latin1');
  bytes.write(`${checksum(bytes).toString(8).padStart(6, '0')}\0 `, CHECKSUM.at, 'latin1');
  return bytes;
}

/** The sum of a header's bytes, its own field counted as spaces. */
function checksum(bytes: Buffer): number {
  let sum = 0x20 * CHECKSUM.length;
  for (let at = 0; at < BLOCK; at++) {
    if (at < CHECKSUM.at || at >= CHECKSUM.at + CHECKSUM.length) sum += bytes[at]!;
  }
  return sum;
}

function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  // The length counts its own digits, of which there may be one more with them.
  if (String(length).length > String(bytes).length) length = bytes + String(length).length;
  return `${length}${rest}`;
}

function octal(bytes: Buffer, at: number, length: number): number | null {
  const digits = text(bytes, at, length).trim();
  return /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : null;
}

function text(bytes: Buffer, at: number, length: number): string {
  const field = bytes.subarray(at, at + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end);
}
