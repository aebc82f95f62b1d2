import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import ignore, { type Ignore } from 'ignore';

/** Never part of a sweep's code: git's own folder, and what Python writes beside a file that it runs. */
const NEVER = ['.git', '__pycache__'];

/** In the order of their weight: what a later kind says of a path outweighs what an earlier kind says. */
const RULE_FILES = ['.gitignore', '.gridsweepignore'] as const;

interface Rules {
  /** Folder that the rules' paths are relative to. */
  readonly base: string;
  readonly rules: Ignore;
}

type RulesByFile = Readonly<Record<(typeof RULE_FILES)[number], readonly Rules[]>>;

/**
 * What .gitignore and .gridsweepignore files leave out, by git's rules: those nearer to a file outweigh those further up, and
 * nothing in a folder that is left out can be brought back. .gridsweepignore outweighs every .gitignore.
 */
export class IgnoredFiles {
  readonly #rules: RulesByFile;

  private constructor(rules: RulesByFile) {
    this.#rules = rules;
  }

  static readonly none = new IgnoredFiles({ '.gitignore': [], '.gridsweepignore': [] });

  /** With the rules of one more folder, which lies in the folders of those before. */
  async within(folder: string): Promise<IgnoredFiles> {
    const rules: { -readonly [F in keyof RulesByFile]: RulesByFile[F] } = { ...this.#rules };
    for (const file of RULE_FILES) {
      const text = await readRules(join(folder, file));
      if (text !== null) rules[file] = [...rules[file], { base: folder, rules: ignore().add(text) }];
    }
    return new IgnoredFiles(rules);
  }

  /** Whether a file or folder is left out; the folders above it are not. */
  has(path: string, type: 'file' | 'folder'): boolean {
    if (NEVER.includes(path.slice(path.lastIndexOf(sep) + 1))) return true;
    let isIgnored = false;
    for (const file of RULE_FILES) {
      for (const { base, rules } of this.#rules[file]) {
        const inner = relative(base, path).split(sep).join('/');
        const answer = rules.test(type === 'folder' ? `${inner}/` : inner);
        if (answer.ignored) isIgnored = true;
        if (answer.unignored) isIgnored = false;
      }
    }
    return isIgnored;
  }
}

async function readRules(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (code === 'ENOENT' || code === 'EISDIR') return null;
    throw GridsweepError.from(thrown);
  }
}
