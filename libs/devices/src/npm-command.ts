import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  /** Whether only a shell can start it; then its arguments must need no quoting. */
  readonly shell: boolean;
}

/** How to start the user's npm with these arguments. */
export function npmCommand(args: readonly string[], env: NodeJS.ProcessEnv = process.env): Command {
  // npm names itself to what it runs. So do yarn and pnpm, in the same variable.
  const running = env['npm_execpath'];
  if (running !== undefined && basename(running) === 'npm-cli.js' && existsSync(running)) return byNode(running, args);
  if (process.platform !== 'win32') return { file: 'npm', args, shell: false };
  // A .cmd file needs a shell; Node's installer puts npm beside node.exe, where it can be run without one.
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return existsSync(beside) ? byNode(beside, args) : { file: 'npm.cmd', args, shell: true };
}

function byNode(script: string, args: readonly string[]): Command {
  return { file: process.execPath, args: [script, ...args], shell: false };
}
