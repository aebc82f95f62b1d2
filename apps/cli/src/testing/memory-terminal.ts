import { PassThrough } from 'node:stream';
import { terminalOf, type Terminal } from '../terminal.ts';

/** A terminal whose output is kept, and passed on as it comes. */
export function memoryTerminal(onErr: (text: string) => void = () => undefined) {
  const written = { out: '', err: '' };
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  stdout.on('data', (chunk: Buffer) => (written.out += chunk.toString()));
  stderr.on('data', (chunk: Buffer) => {
    written.err += chunk.toString();
    onErr(chunk.toString());
  });
  const terminal: Terminal = terminalOf({ stdout, stderr }, {});
  return { terminal, written };
}
