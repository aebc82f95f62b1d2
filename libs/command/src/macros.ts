import { GridsweepError, type Parameters } from '@gridsweep/sweep';
import { nested, textOf } from './parameters.ts';

/** Macros that stand for several arguments, each parameter one; W&B's names. */
const LISTS = ['args', 'args_no_boolean_flags', 'args_no_hyphens'] as const;
type ListMacro = (typeof LISTS)[number];

/** Macros that stand for text, W&B's names before ours. */
const TEXTS = ['args_json', 'args_json_file', 'env', 'interpreter', 'program', 'seed', 'checkpoint_dir'] as const;
type TextMacro = (typeof TEXTS)[number];

/** Macros that name something: ${param:lr}, ${envvar:HOME}. */
const NAMING = ['param', 'envvar'] as const;
type NamingMacro = (typeof NAMING)[number];

const ALL = [...LISTS, ...TEXTS, ...NAMING.map((macro) => `${macro}:NAME`)].map((macro) => `\${${macro}}`).join(' ');

/** A piece of an argument as written. */
export type Piece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'list'; readonly macro: ListMacro }
  | { readonly type: 'macro'; readonly macro: TextMacro }
  | { readonly type: 'named'; readonly macro: NamingMacro; readonly name: string };

/** What macros stand for in one attempt. */
export interface MacroValues {
  readonly parameters: Parameters;
  readonly seed: number;
  readonly program: string | undefined;
  readonly checkpointFolder: string;
  /** File with the parameters as JSON. */
  readonly parametersFile: string;
  /** What the command is given of the agent's environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The pieces of one argument, or what is wrong with it. `$${` is a plain `${`. */
export function piecesOf(argument: string): Piece[] | { readonly problem: string } {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of argument.matchAll(/\$\$\{|\$\{([^{}]*)\}|\$\{/g)) {
    if (match.index > at) pieces.push({ type: 'text', text: argument.slice(at, match.index) });
    at = match.index + match[0].length;
    if (match[0] === '$${') {
      pieces.push({ type: 'text', text: '${' });
      continue;
    }
    const piece = match[1] === undefined ? null : pieceOf(match[1]);
    if (piece === null) {
      const written = match[1] === undefined ? argument.slice(match.index) : match[0];
      return { problem: `unknown macro ${written}, expected one of ${ALL}; plain text is written $\${` };
    }
    pieces.push(piece);
  }
  if (at < argument.length) pieces.push({ type: 'text', text: argument.slice(at) });
  const list = pieces.find((piece) => piece.type === 'list');
  if (list !== undefined && pieces.length > 1) {
    return {
      problem: `\${${list.macro}} stands for several arguments, so it must be an argument of its own, not part of ${JSON.stringify(argument)}`,
    };
  }
  return pieces;
}

function pieceOf(inside: string): Piece | null {
  const list = LISTS.find((macro) => macro === inside);
  if (list !== undefined) return { type: 'list', macro: list };
  const text = TEXTS.find((macro) => macro === inside);
  if (text !== undefined) return { type: 'macro', macro: text };
  const colon = inside.indexOf(':');
  const naming = NAMING.find((macro) => macro === inside.slice(0, colon));
  const name = inside.slice(colon + 1);
  return naming === undefined || name === '' ? null : { type: 'named', macro: naming, name };
}

/**
 * A command's arguments for one attempt.
 * @throws GridsweepError 'invalid' where a macro has nothing to stand for in this attempt
 */
export function expandCommand(command: readonly string[], values: MacroValues): string[] {
  return command.flatMap((argument) => {
    const pieces = piecesOf(argument);
    if ('problem' in pieces) throw new GridsweepError('invalid', `command: ${pieces.problem}.`);
    const [first] = pieces;
    if (first?.type === 'list') return listOf(first.macro, values.parameters);
    return [pieces.map((piece) => expandPiece(piece, values)).join('')];
  });
}

function listOf(macro: ListMacro, parameters: Parameters): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    switch (macro) {
      case 'args':
        return [`--${name}=${textOf(value)}`];
      case 'args_no_hyphens':
        return [`${name}=${textOf(value)}`];
      case 'args_no_boolean_flags':
        if (typeof value === 'boolean') return value ? [`--${name}`] : [];
        return [`--${name}=${textOf(value)}`];
    }
  });
}

function expandPiece(piece: Piece, values: MacroValues): string {
  switch (piece.type) {
    case 'text':
      return piece.text;
    case 'list':
      throw new GridsweepError('internal', `The macro \${${piece.macro}} is not alone.`);
    case 'macro':
      return textMacro(piece.macro, values);
    case 'named':
      return piece.macro === 'param' ? parameter(piece.name, values) : variable(piece.name, values);
  }
}

function textMacro(macro: TextMacro, values: MacroValues): string {
  switch (macro) {
    case 'args_json':
      return JSON.stringify(nested(values.parameters));
    case 'args_json_file':
      return values.parametersFile;
    case 'env':
      return '/usr/bin/env';
    case 'interpreter':
      return 'python3';
    case 'program':
      if (values.program !== undefined) return values.program;
      throw new GridsweepError('invalid', 'command: ${program} is used, but the sweep names no program.');
    case 'seed':
      return String(values.seed);
    case 'checkpoint_dir':
      return values.checkpointFolder;
  }
}

function parameter(name: string, { parameters }: MacroValues): string {
  const value = parameters[name];
  if (value !== undefined) return textOf(value);
  throw new GridsweepError('invalid', `command: \${param:${name}} is used, but this trial has no parameter ${name}.`);
}

function variable(name: string, { environment }: MacroValues): string {
  const value = environment[name];
  if (value !== undefined) return value;
  throw new GridsweepError(
    'invalid',
    `command: \${envvar:${name}} is used, but the agent passes no variable ${name} on to commands; start it with --pass-env ${name} and the variable set.`,
  );
}
