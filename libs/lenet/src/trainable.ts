import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { datasetFromFolder, datasetFromShared, loadDataset, sharedBufferOf, type Dataset } from '@gridsweep/cifar10';
import {
  GridsweepError,
  type CheckpointContent,
  type TrainEvent,
  type TrainOptions,
  type Trainable,
  type TrialInput,
} from '@gridsweep/sweep';
import type { DeviceChoice, Engine, EngineName } from './engine/contract.ts';
import { createEngine, prepareProcess } from './engine/create-engine.ts';
import { parseHyperparameters } from './hyperparameters.ts';
import { keepingOf } from './kept-weights.ts';
import { train } from './train.ts';
import { lenetWorkload } from './workload.ts';

/** What an agent says of how it trains LeNet; plain JSON. */
export interface LenetSetup {
  readonly engine: EngineName;
  readonly device: DeviceChoice;
  readonly dataset:
    /** Gridsweep's cache, `cacheDir` as `loadDataset` takes it. */
    | { readonly type: 'cache'; readonly cacheDir?: string | undefined }
    /** As `datasetFromFolder` takes it. */
    | { readonly type: 'folder'; readonly folder: string };
}

/** What each slot is given. */
export interface LenetPrepared {
  readonly engine: EngineName;
  readonly device: DeviceChoice;
  /** One copy for all threads, as `datasetFromShared` takes it. */
  readonly dataset: SharedArrayBuffer;
}

/** A chunk of training steps and a piece of an evaluation both take a fraction of this. */
const CANCEL_WITHIN_MS = 2_000;

/** LeNet on CIFAR-10 as an agent trains it. */
export const lenetTrainable: Trainable<LenetSetup, LenetPrepared> = {
  workload: lenetWorkload.name,
  async prepare({ engine, device, dataset }) {
    const loaded = await (dataset.type === 'folder' ? datasetFromFolder(dataset.folder) : loadDataset(dataset));
    prepareProcess(engine);
    return { engine, device, dataset: sharedBufferOf(loaded) };
  },
  async open(prepared) {
    const dataset = datasetFromShared(prepared.dataset);
    const engine = await createEngine(prepared.engine, prepared.device);
    await warmUp(engine, dataset);
    return {
      engine: engine.name,
      engineVariant: engine.variant,
      cancelWithinMs: CANCEL_WITHIN_MS,
      train: (trial, options) => trainTrial(engine, dataset, trial, options),
    };
  },
};

/** One step whose result nobody sees, so that the first trial finds everything compiled. */
async function warmUp(engine: Engine, dataset: Dataset): Promise<void> {
  const hyperparameters = parseHyperparameters({ optimizer: 'adam', epochs: 1, batch_size: 8, log_every: 1 });
  for await (const event of train({ engine, dataset, hyperparameters, seed: 0 })) {
    if (event.type === 'metrics') break;
  }
}

export async function* trainTrial(
  engine: Engine,
  dataset: Dataset,
  { parameters, seed, settings }: TrialInput,
  { checkpoint, control }: TrainOptions,
): AsyncGenerator<TrainEvent, void, undefined> {
  const hyperparameters = parseHyperparameters(parameters);
  yield* train({
    ...{ engine, dataset, hyperparameters, seed },
    keep: keepingOf(settings, hyperparameters),
    checkpoint: checkpoint === null ? undefined : await bytesOf(checkpoint),
    signal: control.cancelled,
    drain: control.drained,
  });
}

/**
 * A checkpoint in memory. Its file, which is this run's, is removed.
 * @throws GridsweepError 'checkpoint' where the file cannot be read or is not what it was
 */
async function bytesOf(content: CheckpointContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content;
  const { path, sizeBytes, sha256 } = content;
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (thrown) {
    const { message } = GridsweepError.from(thrown);
    throw new GridsweepError('checkpoint', `The checkpoint ${path} cannot be read: ${message}.`, { cause: thrown });
  } finally {
    await rm(path, { force: true });
  }
  if (bytes.length === sizeBytes && createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new GridsweepError(
    'checkpoint',
    `The checkpoint ${path} is damaged: it is not the file of ${sizeBytes} bytes with sha256 ${sha256}.`,
  );
}
