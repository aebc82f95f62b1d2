import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { GridsweepError } from '@gridsweep/sweep';

/** What of Emscripten's module is used here; PGlite does not declare it. */
interface Module {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } };
  stackRestore: (pointer: number) => void;
}

/**
 * PGlite's folder on disk, with two things that its own lacks:
 * - fsync reaches the disk, so a committed transaction survives a power cut (I3);
 * - after a panic the query fails. Without that PGlite calls the dead module again and again and never returns.
 */
export class DurableFolder extends NodeFS {
  readonly #onAbort: () => void;

  /** @param onAbort called once when PostgreSQL has stopped for good */
  constructor(folder: string, onAbort: () => void) {
    super(folder);
    this.#onAbort = onAbort;
  }

  override async init(pglite: PGlite, options: Parameters<NodeFS['init']>[1]) {
    const { emscriptenOpts } = await super.init(pglite, options);
    let module: Module | undefined;
    const preRun = (loaded: unknown) => {
      module = loaded as Module;
      module.NODEFS.stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) fsyncSync(nfd);
        return 0;
      };
    };
    const onAbort = (reason: unknown) => {
      this.#onAbort();
      // PGlite calls this right after every exception, outside of what it catches.
      if (module !== undefined) {
        module.stackRestore = () => {
          throw new GridsweepError('internal', `PostgreSQL stopped: ${String(reason)}`);
        };
      }
    };
    const amended = { ...emscriptenOpts, onAbort, preRun: [...(emscriptenOpts.preRun ?? []), preRun] };
    return { emscriptenOpts: amended as typeof emscriptenOpts };
  }
}
