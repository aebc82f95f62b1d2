import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

export interface CommandResult {
  /** Null if a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called for each line of output as it comes. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Only a shell can start it; then its arguments must need no quoting. */
  readonly shell?: boolean | undefined;
}

/**
 * Runs a program to its end.
 * @returns null if there is no such program.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  { env, signal, onLine, shell }: CommandOptions = {},
): Promise<CommandResult | null> {
  signal?.throwIfAborted();
  const child = spawn(file, args, {
    env: env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    shell: shell ?? false,
    ...(signal && { signal }),
  });
  if (onLine !== undefined) createInterface({ input: child.stdout }).on('line', onLine);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  try {
    return { code: await ended, stdout: stdout(), stderr: stderr() };
  } catch (thrown) {
    signal?.throwIfAborted();
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw thrown;
  }
}

function collect(stream: Readable): () => string {
  let all = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    all += text;
  });
  return () => all;
}
