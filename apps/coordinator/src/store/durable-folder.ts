import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** What of Emscripten's module is used here; PGlite does not declare it. */
interface Module {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } };
  stackRestore: () => void;
  _PostgresMainLoopOnce: () => void;
  _PostgresSendReadyForQueryIfNecessary: () => void;
  _pgl_pq_flush: () => void;
}

/**
 * PGlite's folder on disk, with two things that its own lacks:
 * - fsync reaches the disk, so a committed transaction survives a power cut (I3);
 * - after a panic the query fails. Without that PGlite calls the dead module again and again and never returns.
 */
export class DurableFolder extends NodeFS {
  readonly #onAbort: () => Error;

  /** @param onAbort called once when PostgreSQL has stopped for good; gives what every query then throws */
  constructor(folder: string, onAbort: () => Error) {
    super(folder);
    this.#onAbort = onAbort;
  }

  override async init(pglite: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(pglite, options);
    let module: Partial<Module> = {};
    const preRun = (loaded: unknown) => {
      module = loaded as Module;
      (loaded as Module).NODEFS.stream_ops.fsync = ({ nfd }) => {
        if (nfd !== undefined) fsyncSync(nfd);
        return 0;
      };
    };
    const onAbort = () => {
      const error = this.#onAbort();
      const dead = () => {
        throw error;
      };
      // All that PGlite calls to run a query, and what it calls after an exception, outside of what it catches.
      Object.assign(module, {
        stackRestore: dead,
        _PostgresMainLoopOnce: dead,
        _PostgresSendReadyForQueryIfNecessary: dead,
        _pgl_pq_flush: dead,
      } satisfies Partial<Module>);
    };
    const amended = { ...emscriptenOpts, onAbort, preRun: [...(emscriptenOpts.preRun ?? []), preRun] };
    return { emscriptenOpts: amended };
  }
}
