import type { Handle, NvmlLibrary } from './library.ts';
import { EVENT_BYTES, eventOf } from './layout.ts';
import { NVML, NvmlError } from './status.ts';

/** nvmlEventTypeXidCriticalError. */
const XID_EVENT = 8n;

/**
 * XIDs after which a GPU computes no more until it is reset, with what they mean. The others are faults of one program (13,
 * 31, 43, 45), or corrected ones. See "XID Errors" of NVIDIA's GPU deployment documentation.
 */
const FATAL: ReadonlyMap<number, string> = new Map([
  [46, 'it has stopped processing'],
  [48, 'a memory error that could not be corrected'],
  [62, 'its power management has halted'],
  [64, 'a broken memory row could not be retired'],
  [79, 'it has fallen off the bus'],
  [95, 'a memory error that reached other programs'],
  [119, 'its system processor does not answer'],
  [120, 'its system processor failed'],
  [140, 'a memory error that could not be corrected'],
]);

/**
 * So long after such an XID the GPU counts as lost. Whether it was reset since cannot be seen: one that was not fails again
 * and reports again.
 */
const LOST_FOR_MS = 60_000;

/** Collects the XIDs that the driver reports from now on. */
export class XidWatch {
  readonly #library: NvmlLibrary;
  readonly #set: Handle;
  /** The newest fatal XID of a GPU, by its handle. */
  readonly #fatal = new Map<Handle, { readonly reason: string; readonly at: number }>();

  private constructor(library: NvmlLibrary, set: Handle) {
    this.#library = library;
    this.#set = set;
  }

  /** Undefined where the driver reports no events. */
  static async open(library: NvmlLibrary, devices: readonly Handle[]): Promise<XidWatch | undefined> {
    const set = await library.attempt(() => library.handle('nvmlEventSetCreate'));
    if (set === undefined) return undefined;
    for (const device of devices) {
      await library.call('nvmlDeviceRegisterEvents', device, XID_EVENT, set).catch((thrown: unknown) => {
        if (!(thrown instanceof NvmlError)) throw thrown;
      });
    }
    return new XidWatch(library, set);
  }

  /** Why a GPU is lost, if it is. */
  async fatal(device: Handle): Promise<string | undefined> {
    for (const event = Buffer.alloc(EVENT_BYTES); ;) {
      try {
        await this.#library.call('nvmlEventSetWait_v2', this.#set, event, 0);
      } catch (thrown) {
        if (!(thrown instanceof NvmlError)) throw thrown;
        // A GPU that has gone takes the waiting with it; its reading says so.
        if (thrown.status !== NVML.timeout && !thrown.lost) throw thrown;
        return this.#recent(device);
      }
      const { device: of, data: xid } = eventOf(event);
      const meaning = FATAL.get(xid);
      if (meaning !== undefined) this.#note(of, `The driver reported XID ${xid}: ${meaning}.`);
    }
  }

  #note(device: Handle, reason: string): void {
    this.#fatal.set(device, { reason, at: performance.now() });
  }

  #recent(device: Handle): string | undefined {
    const fatal = this.#fatal.get(device);
    return fatal !== undefined && performance.now() - fatal.at < LOST_FOR_MS ? fatal.reason : undefined;
  }

  async close(): Promise<void> {
    await this.#library.call('nvmlEventSetFree', this.#set).catch(() => undefined);
  }
}
