import type { Command } from 'commander';
import { connect, DEFAULT_ADDRESS, type CoordinatorClient } from '@gridsweep/protocol';
import { inPieces, toJson } from '@gridsweep/results';
import type { ExitCode } from './exit-code.ts';
import type { Terminal } from './terminal.ts';
import type { WorkloadList } from './workload-list.ts';

/** What every command works with. */
export interface Context {
  readonly terminal: Terminal;
  readonly env: NodeJS.ProcessEnv;
  /** Aborts when the user wants the program to stop. */
  readonly interrupt: AbortSignal;
  /** What sweeps can train. */
  readonly workloads: WorkloadList;
  /** Standard input, for `-` and for questions. */
  readonly stdin: NodeJS.ReadStream;
  /** The process's exit status; 0 until a command sets another. */
  exitCode: ExitCode;
}

/** Options of every command that talks to a coordinator. */
export interface ClientOptions {
  readonly coordinator?: string;
  readonly json?: boolean;
}

/** Adds --coordinator. */
export function coordinatorOption(command: Command): Command {
  return command.option(
    '--coordinator <host:port>',
    `the coordinator's address (default: GRIDSWEEP_COORDINATOR, else ${DEFAULT_ADDRESS})`,
  );
}

/** Adds --json. */
export function jsonOption(command: Command, description = 'print JSON for other programs'): Command {
  return command.option('--json', description);
}

export function coordinatorAddress({ env }: Context, { coordinator }: ClientOptions): string {
  const named = coordinator ?? env['GRIDSWEEP_COORDINATOR'];
  return named === undefined || named === '' ? DEFAULT_ADDRESS : named;
}

/** Text that is coloured and as wide as the terminal. */
export function tableOptions({ terminal: { out } }: Context): { readonly width: number; readonly color: boolean } {
  return { width: out.columns, color: out.colors.isColorSupported };
}

/** Runs a command's work with a connection to the coordinator, and closes it. */
export async function withClient(
  context: Context,
  options: ClientOptions,
  work: (client: CoordinatorClient) => Promise<void>,
): Promise<void> {
  const client = connect(coordinatorAddress(context, options));
  try {
    await work(client);
  } finally {
    client.close();
  }
}

/** Prints a value as indented JSON. */
export function printJson({ terminal }: Context, value: unknown): void {
  terminal.out.write(`${toJson(value, 2)}\n`);
}

/** Prints a value as one line of JSON. */
export function printJsonLine({ terminal }: Context, value: unknown): void {
  terminal.out.write(`${toJson(value)}\n`);
}

/** Prints an object whose last field is a list that may be long, as JSON with one line for each item. */
export async function printJsonList(
  { terminal }: Context,
  fields: object,
  name: string,
  items: Iterable<unknown>,
): Promise<void> {
  const head = toJson({ ...fields, [name]: [] });
  await terminal.out.writeAll(inPieces(listed(head.slice(0, -2), items, head.slice(-2))));
}

function* listed(head: string, items: Iterable<unknown>, tail: string): Generator<string> {
  yield head;
  let separator = '\n';
  for (const item of items) {
    yield separator + toJson(item);
    separator = ',\n';
  }
  yield `\n${tail}\n`;
}

/** The end of a command's --help: what one may type. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ gridsweep ${line}`).join('\n')}`;
}
