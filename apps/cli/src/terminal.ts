import { once } from 'node:events';
import { createColors } from 'picocolors';

export type Colors = ReturnType<typeof createColors>;

/** One output stream as commands use it. */
export interface Output {
  write(text: string): void;
  /** Writes one piece after the other, as fast as they are read at the other end. */
  writeAll(pieces: Iterable<string | Uint8Array>): Promise<void>;
  /** What is written to. */
  readonly stream: NodeJS.WritableStream;
  readonly isTerminal: boolean;
  /** Columns; Infinity where nothing limits a line. */
  readonly columns: number;
  /** Lines that fit at once. */
  readonly rows: number;
  readonly colors: Colors;
}

/** Where a command's answers go (`out`), and everything else that it tells a person (`err`). */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
}

type Stream = NodeJS.WritableStream & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'rows'>>;

export function terminalOf(
  { stdout, stderr }: { readonly stdout: Stream; readonly stderr: Stream },
  env: NodeJS.ProcessEnv,
): Terminal {
  return { out: outputOf(stdout, env), err: outputOf(stderr, env) };
}

function outputOf(stream: Stream, env: NodeJS.ProcessEnv): Output {
  const isTerminal = stream.isTTY === true;
  return {
    write: (text) => {
      stream.write(text);
    },
    async writeAll(pieces) {
      for (const piece of pieces) if (!stream.write(piece)) await once(stream, 'drain');
    },
    stream,
    isTerminal,
    get columns() {
      return isTerminal ? (stream.columns ?? 80) : Infinity;
    },
    get rows() {
      return isTerminal ? (stream.rows ?? 24) : Infinity;
    },
    colors: createColors(wantsColor(isTerminal, env)),
  };
}

/** no-color.org: any value of NO_COLOR but the empty one turns colours off. FORCE_COLOR turns them on without a terminal. */
export function wantsColor(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return env['FORCE_COLOR'] !== '0';
  return isTerminal && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
