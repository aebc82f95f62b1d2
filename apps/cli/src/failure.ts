import { CommanderError } from 'commander';
import { GridsweepError, type ErrorCode } from '@gridsweep/sweep';
import { EXIT, exitCodeOfError, type ExitCode } from './exit-code.ts';
import type { Context } from './context.ts';
import type { Terminal } from './terminal.ts';

/** Tells the user what went wrong, on standard error: one sentence, or with --json one JSON object. */
export function tellFailure(context: Context, thrown: unknown, wantsJson: boolean): ExitCode {
  const { terminal, env, interrupt } = context;
  if (thrown instanceof CommanderError) {
    if (thrown.exitCode === 0) return EXIT.ok; // Help and version.
    // Without --json, commander has printed the message already.
    if (wantsJson) writeJson(terminal, 'invalid', thrown.message.replace(/^error: /, ''));
    return EXIT.usage;
  }
  const error = GridsweepError.from(thrown);
  const exitCode = exitCodeOfError(error, interrupt.aborted);
  if (wantsJson) {
    writeJson(terminal, error.code, error.message);
  } else if (exitCode !== EXIT.interrupted) {
    terminal.err.write(`${terminal.err.colors.red('error:')} ${error.message}\n`);
  }
  if (isSet(env['GRIDSWEEP_DEBUG'])) terminal.err.write(`${stackOf(error)}\n`);
  else if (error.code === 'internal' && !wantsJson) {
    terminal.err.write('This looks like a defect of gridsweep; GRIDSWEEP_DEBUG=1 shows where it happened.\n');
  }
  return exitCode;
}

function writeJson({ err }: Terminal, code: ErrorCode, message: string): void {
  err.write(`${JSON.stringify({ error: { code, message } })}\n`);
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : '';
  return `${error.stack ?? error.message}${cause}`;
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0';
}
