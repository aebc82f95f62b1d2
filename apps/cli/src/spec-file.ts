import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { formatProblem, GridsweepError, parseSpec, type Problem, type SweepSpec } from '@gridsweep/sweep';
import type { Context } from './context.ts';

/** What a sweep file says, and its text. */
export interface SpecFile {
  readonly text: string;
  readonly spec: SweepSpec;
}

/** A sweep file with problems: the message has one line for each. */
export class InvalidSpecError extends GridsweepError {
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const heading = `${file} is no sweep that can be run (${problems.length === 1 ? '1 problem' : `${problems.length} problems`}):`;
    super('invalid', [heading, ...problems.map((problem) => `  ${formatProblem(problem)}`)].join('\n'));
    this.problems = problems;
  }
}

/**
 * Reads a sweep file, or standard input for "-".
 * @throws 'not-found', or 'invalid' with every problem at once.
 */
export async function readSpecFile(
  path: string,
  { stdin, workloads }: Pick<Context, 'stdin' | 'workloads'>,
): Promise<SpecFile> {
  const file = path === '-' ? 'standard input' : path;
  const content = path === '-' ? await text(stdin) : await readFile(path, 'utf8').catch(explain(path));
  const parsed = parseSpec(content, workloads.all, { file });
  if (!parsed.ok) throw new InvalidSpecError(file, parsed.problems);
  return { text: content, spec: parsed.spec };
}

function explain(path: string) {
  return (thrown: unknown): never => {
    const { code } = thrown as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new GridsweepError('invalid', `There is no file ${path}.`, { cause: thrown });
    if (code === 'EISDIR')
      throw new GridsweepError('invalid', `${path} is a folder, not a sweep file.`, { cause: thrown });
    throw new GridsweepError('invalid', `${path} cannot be read: ${(thrown as Error).message}.`, { cause: thrown });
  };
}
