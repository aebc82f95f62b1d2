import { show } from './issue.ts';
import { PRINTABLE_NAME } from './metric.ts';

/** Where in a spec something is: keys and, from 0, positions in lists. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a spec's text. */
export interface Problem {
  /** The file's name as the caller gave it. */
  readonly file: string;
  /** For example "parameters.optimizer.values[2]"; empty for the text as a whole. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** Names what is wrong, the value and what would be accepted. */
  readonly message: string;
}

/** Something wrong with a part of a spec. */
export interface Finding {
  /** From the part on. */
  readonly path: Path;
  readonly message: string;
  /** What is meant is the key rather than the value. */
  readonly part?: 'key' | 'value' | undefined;
}

/** A problem as compilers print one, so that editors and terminals can jump to it: `file:line:column: message`. */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`;
}

/** A path as people write it: "parameters.optimizer.values[2]". */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = PRINTABLE_NAME.test(part) ? part : show(part);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

/** Notes what is wrong at a path: at its value unless at its key. */
export type Report = (path: Path, message: string, part?: Finding['part']) => void;
