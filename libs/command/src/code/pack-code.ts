import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { inOrder, type TreeEntry } from '../tree/list-tree.ts';
import { hashTar, tarSize, writeTar, type Packed } from '../tree/write-tar.ts';
import { gitState, repositoryOf, type GitState } from './git-state.ts';
import { IgnoredFiles } from './ignored-files.ts';

/** Most bytes of a sweep's code as a tar file. */
export const MAX_CODE_BYTES = 64 * 1024 * 1024;
/** Most files of a sweep's code. */
export const MAX_CODE_FILES = 10_000;

export interface PackedCode extends Packed {
  /** How many files. */
  readonly files: number;
  readonly git?: GitState | undefined;
}

export interface PackOptions {
  /** The tar file to write; without it the code is only hashed. */
  readonly to?: string | undefined;
  readonly maxBytes?: number | undefined;
}

/**
 * Packs a folder as a sweep's code: an uncompressed tar file that is the same, byte for byte, wherever and whenever the same
 * files are packed. .gitignore and .gridsweepignore are respected, also those of the git repository around the folder; `.git`
 * and `__pycache__` are always left out, and so are empty folders. A link to a file in the folder is packed as that file.
 * @throws GridsweepError 'invalid' where there is nothing to pack, too much, or a link that leads elsewhere
 */
export async function packCode(folder: string, options: PackOptions = {}): Promise<PackedCode> {
  const entries = await codeFiles(folder);
  checkSize(folder, entries, options.maxBytes ?? MAX_CODE_BYTES);
  const packed = options.to === undefined ? await hashTar(entries) : await writeTar(entries, options.to);
  return { ...packed, files: entries.length, git: await gitState(folder) };
}

async function codeFiles(folder: string): Promise<TreeEntry[]> {
  const root = await realFolder(folder);
  const files: TreeEntry[] = [];
  const visit = async (source: string, around: IgnoredFiles): Promise<void> => {
    const ignored = await around.within(source);
    for (const child of await readdir(source, { withFileTypes: true })) {
      const path = join(source, child.name);
      if (ignored.has(path, child.isDirectory() ? 'folder' : 'file')) continue;
      if (child.isDirectory()) {
        await visit(path, ignored);
        continue;
      }
      const name = relative(root, path).split(sep).join('/');
      if (child.isSymbolicLink()) await checkLink(root, path, name);
      const stats = await stat(path);
      if (!stats.isFile()) throw refused(name, 'is neither a file nor a folder');
      if (files.length >= MAX_CODE_FILES) {
        throw new GridsweepError(
          'invalid',
          `code: ${folder} has more than ${MAX_CODE_FILES} files; name what is not code in .gridsweepignore.`,
        );
      }
      // A link is followed here, so that what is packed is opened as a file and never as a link.
      const real = child.isSymbolicLink() ? await realpath(path) : path;
      files.push({ type: 'file', path: name, executable: (stats.mode & 0o111) !== 0, size: stats.size, source: real });
    }
  };
  try {
    await visit(root, await rulesAround(root));
  } catch (thrown) {
    throw GridsweepError.from(thrown);
  }
  return inOrder(files);
}

async function realFolder(folder: string): Promise<string> {
  const path = resolve(folder);
  const stats = await stat(path).catch(() => null);
  if (stats?.isDirectory() !== true) {
    const what = stats === null ? 'does not exist' : 'is a file';
    throw new GridsweepError('invalid', `code: ${path} ${what}; give a folder, or none.`);
  }
  return realpath(path);
}

/** The rules of the repository's folders above the code. */
async function rulesAround(root: string): Promise<IgnoredFiles> {
  const repository = await repositoryOf(root);
  if (repository === null || repository === root) return IgnoredFiles.none;
  let around = IgnoredFiles.none;
  let folder = repository;
  for (const part of relative(repository, root).split(sep)) {
    around = await around.within(folder);
    folder = join(folder, part);
  }
  return around;
}

async function checkLink(root: string, path: string, name: string): Promise<void> {
  const target = await realpath(path).catch(() => null);
  if (target === null) throw refused(name, 'is a link that leads nowhere');
  if (!target.startsWith(root + sep)) throw refused(name, `is a link out of the folder, to ${target}`);
  if ((await stat(target)).isDirectory()) throw refused(name, 'is a link to a folder');
}

function refused(name: string, what: string): GridsweepError {
  return new GridsweepError('invalid', `code: ${name} ${what}; replace it, or name it in .gridsweepignore.`);
}

function checkSize(folder: string, entries: readonly TreeEntry[], maxBytes: number): void {
  if (entries.length === 0) {
    throw new GridsweepError(
      'invalid',
      `code: ${folder} has no files that are not ignored; give another folder, or none.`,
    );
  }
  const size = tarSize(entries);
  if (size <= maxBytes) return;
  const largest = [...entries].sort((a, b) => b.size - a.size).slice(0, 5);
  const names = largest.map(({ path, size: bytes }) => `${path} (${mebibytes(bytes)})`).join(', ');
  throw new GridsweepError(
    'invalid',
    `code: ${folder} takes ${mebibytes(size)}, and at most ${mebibytes(maxBytes)} travel with a sweep. The largest files: ${names}. Name what is not code in .gridsweepignore.`,
  );
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 20 ? 2 : 1)} MiB`;
}
