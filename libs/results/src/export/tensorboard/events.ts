// Events as TensorFlow's event.proto and summary.proto have them, numbered as there.
import { fieldsOf, MessageWriter } from './protobuf.ts';

/** When something was observed, for TensorBoard. */
export interface At {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
}

/** The first event of every file. */
export function versionEvent(wallTime: number): Uint8Array {
  return new MessageWriter().double(1, wallTime).text(3, 'brain.Event:2').finish();
}

/** A value of a metric. TensorBoard keeps 24 bits of it. */
export function scalarEvent(at: At, tag: string, value: number): Uint8Array {
  return summaryEvent(at, tag, (summary) => summary.float(2, value));
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

const RGB = 3;

export function pictureEvent(at: At, tag: string, { width, height, png }: Picture): Uint8Array {
  return summaryEvent(at, tag, (summary) =>
    summary.message(4, (image) => image.integer(1, height).integer(2, width).integer(3, RGB).bytes(4, png)),
  );
}

/** What a plugin reads beside a tag that has no values. */
export function pluginEvent(at: At, tag: string, plugin: string, content: Uint8Array): Uint8Array {
  return summaryEvent(at, tag, (summary) =>
    summary.message(9, (metadata) => metadata.message(1, (data) => data.text(1, plugin).bytes(2, content))),
  );
}

function summaryEvent({ wallTime, step }: At, tag: string, write: (summary: MessageWriter) => void): Uint8Array {
  return new MessageWriter()
    .double(1, wallTime)
    .integer(2, step)
    .message(5, (event) => event.message(1, (value) => write(value.text(1, tag))))
    .finish();
}

/** An event as far as it must be known to go on after it. */
export interface ReadEvent extends At {
  /** Absent of an event without a value. */
  readonly tag?: string;
  /** What a plugin reads of it. */
  readonly content?: Buffer;
}

/** Reads an event that this program wrote. @throws Error of bytes that are none */
export function readEvent(bytes: Buffer): ReadEvent {
  let [wallTime, step] = [0, 0];
  let summary: Omit<ReadEvent, keyof At> = {};
  for (const field of fieldsOf(bytes)) {
    if (field.type === 'double' && field.number === 1) wallTime = field.value;
    if (field.type === 'integer' && field.number === 2) step = field.value;
    if (field.type === 'bytes' && field.number === 5) summary = readSummary(inside(field.value, 1));
  }
  return { wallTime, step, ...summary };
}

function readSummary(value: Buffer): Omit<ReadEvent, keyof At> {
  const tag = inside(value, 1).toString();
  const content = inside(inside(inside(value, 9), 1), 2);
  return { tag, ...(content.length > 0 && { content }) };
}

/** What a field of a message holds; nothing where there is no such field. */
function inside(bytes: Buffer, number: number): Buffer {
  for (const field of fieldsOf(bytes)) if (field.type === 'bytes' && field.number === number) return field.value;
  return Buffer.alloc(0);
}
