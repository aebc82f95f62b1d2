import { GridsweepError } from '@gridsweep/sweep';
import type { LibraryHandle } from 'koffi';
import { NVML, NvmlError } from './status.ts';

/** Handle of a GPU, a MIG instance or a set of events. */
export type Handle = bigint;
type Argument = Handle | number | string | Buffer;

/** A call that takes longer has met a GPU or a driver that hangs. */
const CALL_WITHIN_MS = 15_000;

type Call = (...args: Argument[]) => Promise<number>;

/**
 * NVML's C library, called on threads of their own: a driver that hangs must not keep the agent from its heartbeats.
 * Whatever a call writes it writes into a Buffer of the caller's.
 */
export class NvmlLibrary {
  readonly #library: LibraryHandle;
  readonly #calls = new Map<string, Call>();
  /** Arguments of calls that have not returned: a Buffer that the library writes into must not be collected. */
  readonly #underWay = new Set<readonly Argument[]>();

  private constructor(library: LibraryHandle) {
    this.#library = library;
  }

  /**
   * Loads the library and starts it.
   * @param path file of the library, or its name for the system's loader
   * @throws GridsweepError 'unavailable' where there is no library or it finds no driver
   */
  static async open(path: string): Promise<NvmlLibrary> {
    const { load } = await import('koffi').catch((thrown: unknown) => {
      throw new GridsweepError('unavailable', 'The package koffi, which NVML is called with, is not installed.', {
        cause: thrown,
      });
    });
    let library;
    try {
      library = new NvmlLibrary(load(path));
    } catch (thrown) {
      throw new GridsweepError('unavailable', `NVML (${path}) cannot be loaded: ${String(thrown)}`, { cause: thrown });
    }
    try {
      await library.call('nvmlInit_v2');
      return library;
    } catch (thrown) {
      const { message } = GridsweepError.from(thrown);
      throw new GridsweepError('unavailable', `NVML cannot be used: ${message}`, { cause: thrown });
    }
  }

  /** @throws NvmlError with the code that the library gave */
  async call(name: string, ...args: Argument[]): Promise<void> {
    const status = await this.#function(name, args)(...args);
    if (status !== NVML.success) throw new NvmlError(status, name);
  }

  /** As `call`, but undefined where this driver or this GPU does not know it. */
  async attempt<Value>(get: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await get();
    } catch (thrown) {
      if (!(thrown instanceof NvmlError)) throw thrown;
      if (thrown.lost) throw thrown;
      return undefined;
    }
  }

  /** A handle that a call writes. */
  async handle(name: string, ...args: Argument[]): Promise<Handle> {
    const out = Buffer.alloc(8);
    await this.call(name, ...args, out);
    return out.readBigUInt64LE();
  }

  /** Unsigned integers that a call writes, each to a place of its own. */
  async integers(count: number, name: string, ...args: Argument[]): Promise<number[]> {
    const outs = Array.from({ length: count }, () => Buffer.alloc(4));
    await this.call(name, ...args, ...outs);
    return outs.map((out) => out.readUInt32LE());
  }

  /** A text that a call writes. */
  async text(name: string, ...args: Argument[]): Promise<string> {
    const out = Buffer.alloc(96);
    await this.call(name, ...args, out, out.length);
    return textOf(out);
  }

  /** The library stays in memory: a call may still be under way in it, and a later one must fail and not crash. */
  async close(): Promise<void> {
    await this.call('nvmlShutdown').catch(() => undefined);
  }

  #function(name: string, args: readonly Argument[]): Call {
    const known = this.#calls.get(name);
    if (known !== undefined) return known;
    const made = this.#declare(name, args);
    this.#calls.set(name, made);
    return made;
  }

  #declare(name: string, args: readonly Argument[]): Call {
    let native;
    try {
      native = this.#library.func(name, 'int', args.map(typeOf));
    } catch {
      return () => Promise.resolve(NVML.functionNotFound);
    }
    return (...values) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => resolve(NVML.gpuIsLost), CALL_WITHIN_MS);
        this.#underWay.add(values);
        native.async(...values, (error: Error | null, status: number) => {
          clearTimeout(timer);
          this.#underWay.delete(values);
          if (error === null) resolve(status);
          else reject(error);
        });
      });
  }
}

/** A text of C's that ends with a zero. */
export function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function typeOf(argument: Argument): string {
  if (typeof argument === 'number') return 'unsigned int';
  if (typeof argument === 'bigint') return 'uint64_t';
  return typeof argument === 'string' ? 'const char *' : 'void *';
}
