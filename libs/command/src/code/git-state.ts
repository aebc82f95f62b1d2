import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The commit that a folder is at. */
export interface GitState {
  readonly commit: string;
  /** Whether files of the folder differ from it, new ones that are not ignored included. */
  readonly dirty: boolean;
}

/** Undefined outside of a git repository, before its first commit, and where git is not installed or refuses. */
export async function gitState(folder: string): Promise<GitState | undefined> {
  try {
    const commit = (await git(folder, 'rev-parse', '--verify', 'HEAD')).trim();
    const changes = await git(folder, 'status', '--porcelain', '--untracked-files=normal', '--', '.');
    return { commit, dirty: changes !== '' };
  } catch {
    return undefined;
  }
}

/** The folder with `.git` that a folder is in, links and all; null outside of a repository. */
export async function repositoryOf(folder: string): Promise<string | null> {
  const path = resolve(folder);
  try {
    await access(join(path, '.git'));
    return path;
  } catch {
    const parent = dirname(path);
    return parent === path ? null : repositoryOf(parent);
  }
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await run('git', ['--no-optional-locks', ...args], { cwd: folder, timeout: 60_000 });
  return stdout;
}
