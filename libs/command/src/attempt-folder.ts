import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from '@gridsweep/devices';
import { GridsweepError, type Parameters } from '@gridsweep/sweep';
import { nested } from './parameters.ts';

/** The folder of one attempt, with everything that its command is given and writes. */
export class AttemptFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes a fresh one. Its name is short, since a socket's path in it may have no more than 107 bytes (Python makes such in
   * $TMPDIR).
   */
  static async create(scratchFolder: string, parameters: Parameters): Promise<AttemptFolder> {
    const folder = new AttemptFolder(join(scratchFolder, randomBytes(4).toString('hex')));
    try {
      await mkdir(folder.path);
      for (const inner of [folder.work, folder.temporary, folder.checkpoints]) await mkdir(inner);
      await writeFile(folder.parametersFile, JSON.stringify(nested(parameters)));
      return folder;
    } catch (thrown) {
      await folder.remove();
      throw GridsweepError.from(thrown);
    }
  }

  /** The command's working directory: a copy of the sweep's code. */
  get work(): string {
    return join(this.path, 'work');
  }

  get temporary(): string {
    return join(this.path, 'tmp');
  }

  get checkpoints(): string {
    return join(this.path, 'checkpoints');
  }

  get parametersFile(): string {
    return join(this.path, 'params.json');
  }

  get metricsFile(): string {
    return join(this.path, 'metrics.jsonl');
  }

  /** Holds why the command is to stop; absent while it is not. */
  get stopFile(): string {
    return join(this.path, 'stop');
  }

  async remove(): Promise<void> {
    await removeTree(this.path);
  }
}
