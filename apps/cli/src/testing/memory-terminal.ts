import { PassThrough } from 'node:stream';
import { terminalOf, type Terminal } from '../terminal.ts';

/** Whose output is a terminal of this size; that of others goes into pipes. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** A terminal whose output is kept, and passed on as it comes. */
export function memoryTerminal(onErr: (text: string) => void = () => undefined, size?: Size) {
  const written = { out: '', err: '' };
  const [stdout, stderr] = [0, 1].map(() => Object.assign(new PassThrough(), size && { isTTY: true, ...size }));
  stdout!.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  stderr!.on('data', (chunk: Buffer) => {
    written.err += chunk.toString();
    onErr(chunk.toString());
  });
  const terminal: Terminal = terminalOf({ stdout: stdout!, stderr: stderr! }, {});
  return { terminal, written };
}
