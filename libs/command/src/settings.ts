import { GridsweepError } from '@gridsweep/sweep';
import { piecesOf } from './macros.ts';

/** W&B's command where a sweep only names its program. */
const DEFAULT_COMMAND = ['${env}', '${interpreter}', '${program}', '${args}'];

/** What a sweep says of its command. */
export interface CommandSettings {
  /** Program and arguments with macros, at least one. */
  readonly command: readonly string[];
  readonly program: string | undefined;
}

/** One thing that is wrong with a sweep's command. */
export interface CommandProblem {
  /** For example ["command", 2]. */
  readonly path: readonly (string | number)[];
  /** Names the value and what would be accepted. */
  readonly message: string;
}

export interface SweepParameters {
  /** Names of all parameters of the sweep. */
  readonly names: readonly string[];
  /** Those that not every trial has. */
  readonly conditional?: readonly string[] | undefined;
}

/**
 * Everything that is wrong with a sweep's `command` and `program`, before anything starts.
 * @param parameters those that ${param:NAME} may name; without them that is not checked
 */
export function checkCommand(settings: unknown, parameters?: SweepParameters): CommandProblem[] {
  const { command, program } = (settings ?? {}) as Readonly<Record<string, unknown>>;
  const problems: CommandProblem[] = [];
  if (program !== undefined && (typeof program !== 'string' || program === '' || program.includes('\0'))) {
    problems.push({ path: ['program'], message: `expected the name of a file, got ${shown(program)}` });
  }
  if (command === undefined) {
    if (program === undefined) {
      problems.push({
        path: [],
        message: 'a sweep of your own command needs command, such as [python3, train.py, "${args}"]',
      });
    }
    return problems;
  }
  if (!Array.isArray(command) || command.length === 0) {
    const expected = 'expected a list of program and arguments, such as [python3, train.py, "${args}"]';
    return [...problems, { path: ['command'], message: `${expected}, got ${shown(command)}` }];
  }
  command.forEach((argument: unknown, at) => {
    const message = problemOf(argument, at, typeof program === 'string', parameters);
    if (message !== null) problems.push({ path: ['command', at], message });
  });
  return problems;
}

/**
 * @returns the settings with W&B's default command where only a program is named
 * @throws GridsweepError 'invalid'
 */
export function parseSettings(settings: Readonly<Record<string, unknown>>): CommandSettings {
  const [problem] = checkCommand(settings);
  if (problem !== undefined) {
    const path = problem.path.length === 0 ? '' : `${problem.path.join('.')}: `;
    throw new GridsweepError('invalid', `${path}${problem.message}.`);
  }
  const { command = DEFAULT_COMMAND, program } = settings as Partial<CommandSettings>;
  return { command, program };
}

function problemOf(
  argument: unknown,
  at: number,
  hasProgram: boolean,
  parameters: SweepParameters | undefined,
): string | null {
  if (typeof argument !== 'string') return `expected text (in quotes), got ${shown(argument)}`;
  if (argument.includes('\0')) return `${shown(argument)} holds a NUL character`;
  if (at === 0 && argument.trim() === '') return 'the first argument is empty; give the program to run';
  const pieces = piecesOf(argument);
  if ('problem' in pieces) return pieces.problem;
  for (const piece of pieces) {
    if (piece.type === 'list' && at === 0) return `\${${piece.macro}} cannot be first; give the program to run`;
    if (piece.type === 'macro' && piece.macro === 'program' && !hasProgram) {
      return '${program} is used, but the sweep names no program';
    }
    if (parameters === undefined || piece.type !== 'named' || piece.macro !== 'param') continue;
    if (!parameters.names.includes(piece.name)) {
      const known = parameters.names.length === 0 ? 'none' : parameters.names.join(', ');
      return `\${param:${piece.name}} names no parameter of the sweep; it has ${known}`;
    }
    if (parameters.conditional?.includes(piece.name) === true) {
      return `\${param:${piece.name}} names a parameter that not every trial has; use \${args} or \${args_json}`;
    }
  }
  return null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200);
}
