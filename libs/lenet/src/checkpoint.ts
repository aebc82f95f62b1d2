import { canonicalJson, GridsweepError } from '@gridsweep/sweep';
import { z } from 'zod';
import { OPTIMIZER_SLOTS, type ModelState } from './engine/contract.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import type { Position } from './position.ts';
import { readSafetensors, writeSafetensors, type SafetensorsFile } from './safetensors.ts';
import { joinTensors, OPTIMIZER_PREFIX, splitTensors } from './weights.ts';

export interface Checkpoint {
  readonly model: ModelState;
  readonly position: Position;
}

/** What a checkpoint belongs to. */
export interface CheckpointOwner {
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
}

/** Changes with what a checkpoint holds, so that one of another version is refused instead of misread. */
const FORMAT = 'gridsweep-checkpoint-2';
/** Its position says more, which is not needed any more, and keeps no weights. */
const FORMER_FORMAT = 'gridsweep-checkpoint-1';

/** JSON has no NaN and no infinity, and sums of a diverged run are just that: numbers are kept as text. */
const exact = z.codec(
  z.string(),
  z
    .number()
    .or(z.nan())
    .or(z.literal([Infinity, -Infinity])),
  {
    decode: Number,
    encode: String,
  },
);

const positionSchema = z.object({
  epoch: z.int().min(0),
  batch: z.int().min(0),
  windowLoss: exact,
  diverged: z.boolean(),
  best: exact.nullable().default(null),
});

const metadataSchema = z.object({
  gridsweep: z.literal([FORMAT, FORMER_FORMAT]),
  hyperparameters: z.string(),
  seed: z.string(),
  step: z.string().regex(/^\d+$/),
  position: z.string(),
});

/**
 * A checkpoint as a safetensors file: the parameters under PyTorch's state_dict names, the optimizer's vectors as, for example,
 * "optimizer.exp_avg.conv1.weight", everything else as text in the metadata.
 */
export function writeCheckpoint({ model, position }: Checkpoint, owner: CheckpointOwner): Uint8Array {
  const slots = Object.entries(model.slots);
  return writeSafetensors({
    tensors: new Map([
      ...splitTensors(model.parameters),
      ...slots.flatMap(([slot, vector]) => splitTensors(vector, `${OPTIMIZER_PREFIX}${slot}.`)),
    ]),
    metadata: {
      format: 'pt',
      gridsweep: FORMAT,
      hyperparameters: canonicalJson(owner.hyperparameters),
      seed: String(owner.seed),
      step: String(model.step),
      position: JSON.stringify(z.encode(positionSchema, position)),
    },
  });
}

/**
 * Reads what `writeCheckpoint` wrote.
 * @throws GridsweepError 'checkpoint' when the file is broken, is no checkpoint, or is one of other hyperparameters or another
 * seed.
 */
export function readCheckpoint(bytes: Uint8Array, owner: CheckpointOwner): Checkpoint {
  return blamed(() => readFor(owner, bytes));
}

/**
 * Optimizer updates made before a checkpoint.
 * @throws GridsweepError 'checkpoint' when the file is broken or is no checkpoint.
 */
export function checkpointStep(bytes: Uint8Array): number {
  return blamed(() => Number(metadataOf(readSafetensors(bytes)).step));
}

/** Whatever is wrong with a checkpoint's bytes is the checkpoint's fault, not that of the trial that was given it. */
function blamed<T>(read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    const { code, message } = GridsweepError.from(thrown);
    if (code !== 'invalid') throw thrown;
    throw new GridsweepError('checkpoint', message, { cause: thrown });
  }
}

function readFor(owner: CheckpointOwner, bytes: Uint8Array): Checkpoint {
  const file = readSafetensors(bytes);
  const { hyperparameters, seed, step, position } = metadataOf(file);
  const expected = canonicalJson(owner.hyperparameters);
  if (hyperparameters !== expected) {
    throw new GridsweepError(
      'invalid',
      `The checkpoint is of the hyperparameters ${hyperparameters}, the trial has ${expected}.`,
    );
  }
  if (seed !== String(owner.seed)) {
    throw new GridsweepError('invalid', `The checkpoint is of the seed ${seed}, the trial has ${owner.seed}.`);
  }
  const slots = OPTIMIZER_SLOTS[owner.hyperparameters.optimizer].map((slot): [string, Float32Array] => [
    slot,
    joinTensors(file, `${OPTIMIZER_PREFIX}${slot}.`),
  ]);
  return {
    model: { step: Number(step), parameters: joinTensors(file), slots: Object.fromEntries(slots) },
    position: parsePosition(position),
  };
}

function metadataOf(file: SafetensorsFile): z.infer<typeof metadataSchema> {
  const metadata = metadataSchema.safeParse(file.metadata);
  if (metadata.success) return metadata.data;
  throw new GridsweepError('invalid', `The file is not a checkpoint of the format "${FORMAT}".`, {
    cause: metadata.error,
  });
}

function parsePosition(text: string): Position {
  try {
    return positionSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new GridsweepError('invalid', `The checkpoint's position ${text} cannot be read.`, { cause });
  }
}
