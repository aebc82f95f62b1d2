import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, type CacheOptions } from '@gridsweep/devices';
import { z } from 'zod';
import { TENSORFLOW_VERSION, TFJS_NODE, wheelsOf, type TensorflowEdition } from './setup/pins.ts';

/** Written last, so that a folder which has it is whole. */
export const READY_FILE = 'ready.json';
/** The package's folder, and the binding in it as its own loader looks for it. */
export const PACKAGE_FOLDER = 'tfjs-node-gpu';
export const BINDING = join(PACKAGE_FOLDER, 'lib', 'napi-v8', 'tfjs_binding.node');
/** Where the wheels are unpacked: tensorflow/ and, beside it, nvidia/. */
export const SITE_FOLDER = 'site';

const readySchema = z.object({ made_of: z.array(z.string()), compiler: z.string() });

/** TensorFlow as `gridsweep setup tensorflow` left it. */
export interface TensorflowHome {
  readonly edition: TensorflowEdition;
  readonly folder: string;
  readonly binding: string;
  /** What compiled the binding. */
  readonly compiler: string;
}

/**
 * Where an edition lies once it is set up, by version: beside the data set, or where GRIDSWEEP_TENSORFLOW_DIR says, for
 * images that bring it along while the cache is a volume.
 */
export function tensorflowFolder(edition: TensorflowEdition, options: CacheOptions = {}): string {
  const folder = process.env['GRIDSWEEP_TENSORFLOW_DIR'] || cacheFolder(options);
  return join(folder, `tensorflow-${TENSORFLOW_VERSION}-${edition}`);
}

/** @returns null if the edition is not set up, or was by a version of ours that pinned other files. */
export function findTensorflow(edition: TensorflowEdition, options: CacheOptions = {}): TensorflowHome | null {
  const folder = tensorflowFolder(edition, options);
  let written: unknown;
  try {
    written = JSON.parse(readFileSync(join(folder, READY_FILE), 'utf8'));
  } catch {
    return null;
  }
  const ready = readySchema.safeParse(written);
  if (!ready.success || ready.data.made_of.join() !== madeOf(edition).join()) return null;
  return { edition, folder, binding: join(folder, BINDING), compiler: ready.data.compiler };
}

/** The content of an edition's ready file. */
export function readyText(edition: TensorflowEdition, compiler: string): string {
  return `${JSON.stringify({ made_of: madeOf(edition), compiler } satisfies z.input<typeof readySchema>, null, 2)}\n`;
}

function madeOf(edition: TensorflowEdition): string[] {
  return [TFJS_NODE.spec, ...wheelsOf(edition).map(({ spec }) => spec)];
}
