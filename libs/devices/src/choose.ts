import { GridsweepError } from '@gridsweep/sweep';
import type { Gpu, MigInstance } from './gpu.ts';

/** A GPU or MIG instance that one agent gets. */
export interface ChosenDevice {
  /** What CUDA_VISIBLE_DEVICES gets. */
  readonly uuid: string;
  readonly name: string;
  /** "2" of a GPU, "2:1" of its second MIG instance. */
  readonly label: string;
  readonly gpu: Gpu;
}

/**
 * Devices of a choice: "all", or a list of indices ("0,2"), of MIG instances by index ("7:1") and of UUIDs, which may be
 * shortened. A GPU that is divided stands for all its instances. Restricted to what NVIDIA_VISIBLE_DEVICES (where it names
 * GPUs of this machine) and CUDA_VISIBLE_DEVICES leave visible.
 * @throws GridsweepError 'invalid' for a choice that names none, or names one that is not there or not visible
 */
export function chooseDevices(choice: string, gpus: readonly Gpu[], env: NodeJS.ProcessEnv): ChosenDevice[] {
  const there = gpus.flatMap(devicesOf);
  const visible = ['NVIDIA_VISIBLE_DEVICES', 'CUDA_VISIBLE_DEVICES'].reduce<readonly ChosenDevice[]>(
    (left, name) => leftVisible(left, there, name, env[name]),
    there,
  );
  const chosen = choice === 'all' ? visible : entriesOf(choice).flatMap((entry) => named(entry, visible, there));
  if (chosen.length === 0) {
    throw new GridsweepError('invalid', `--device ${choice}: no GPU is left. ${listing(there)}`);
  }
  return [...new Set(chosen)];
}

function devicesOf(gpu: Gpu): ChosenDevice[] {
  if (!gpu.mig.enabled) return [{ uuid: gpu.uuid, name: gpu.name, label: `${gpu.index}`, gpu }];
  return gpu.mig.instances.map(({ uuid, name, index }: MigInstance) => ({
    uuid,
    name,
    label: `${gpu.index}:${index}`,
    gpu,
  }));
}

function leftVisible(
  left: readonly ChosenDevice[],
  there: readonly ChosenDevice[],
  variable: string,
  value: string | undefined,
): readonly ChosenDevice[] {
  if (value === undefined || value === 'all') return left;
  // Of NVIDIA's container runtime: no GPUs by it. An empty value of CUDA's variable hides all.
  if (['', 'void', 'none'].includes(value) && variable === 'NVIDIA_VISIBLE_DEVICES')
    return value === 'none' ? [] : left;
  const entries = entriesOf(value);
  // In a container the runtime has made a choice already, and what is left counts from 0 again.
  if (variable === 'NVIDIA_VISIBLE_DEVICES' && entries.length === new Set(there.map(({ gpu }) => gpu)).size)
    return left;
  const kept = new Set(entries.flatMap((entry) => matching(entry, there)));
  return left.filter((device) => kept.has(device));
}

function named(
  entry: string,
  visible: readonly ChosenDevice[],
  there: readonly ChosenDevice[],
): readonly ChosenDevice[] {
  const found = matching(entry, visible);
  if (found.length > 0) return found;
  const hidden = matching(entry, there).length > 0;
  throw new GridsweepError(
    'invalid',
    `--device ${entry}: ${hidden ? 'NVIDIA_VISIBLE_DEVICES or CUDA_VISIBLE_DEVICES hides it' : 'there is no such GPU'}. ${listing(there)}`,
  );
}

function matching(entry: string, devices: readonly ChosenDevice[]): ChosenDevice[] {
  if (/^\d+$/.test(entry)) return devices.filter(({ gpu }) => gpu.index === Number(entry));
  if (/^\d+:\d+$/.test(entry)) return devices.filter(({ label }) => label === entry);
  if (!/^(GPU|MIG)-/i.test(entry)) return [];
  const starts = (uuid: string) => uuid.toLowerCase().startsWith(entry.toLowerCase());
  return devices.filter(({ uuid, gpu }) => starts(uuid) || starts(gpu.uuid));
}

function entriesOf(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

function listing(there: readonly ChosenDevice[]): string {
  if (there.length === 0) return 'This machine has no NVIDIA GPU that could be used; gridsweep devices tells why.';
  return `There are: ${there.map(({ label, uuid }) => `${label} (${uuid})`).join(', ')}.`;
}
