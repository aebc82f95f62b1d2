import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Dataset } from '@gridsweep/cifar10';
import { GridsweepError, type MetricPoint, type TrainEvent } from '@gridsweep/sweep';
import { PARAMETER_COUNT } from './architecture.ts';
import { readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { Engine, Evaluation, Model, ModelState } from './engine/contract.ts';
import { evaluateInPieces, type Selection } from './evaluate.ts';
import type { Hyperparameters } from './hyperparameters.ts';
import { improvement, type Keeping } from './kept-weights.ts';
import { Pace } from './pace.ts';
import { batchesOf, orderOf, partsOf, type Parts } from './parts.ts';
import {
  afterBatch,
  afterEpoch,
  isComplete,
  isLastEpoch,
  START,
  stepOf,
  type Position,
  type Schedule,
} from './position.ts';
import { initialParameters } from './seed.ts';
import { writeWeights } from './weights.ts';

export interface TrainOptions {
  readonly engine: Engine;
  readonly dataset: Dataset;
  readonly hyperparameters: Hyperparameters;
  /** A whole number of 32 bits: decides the initial weights and the data order. */
  readonly seed: number;
  /** Weights to report because they stay; default: none. */
  readonly keep?: Keeping | undefined;
  /** A checkpoint of this very run, to go on from with the same bits. */
  readonly checkpoint?: Uint8Array | undefined;
  /** Initial parameters in place of the seed's, laid out as `PARAMETER_TENSORS`; without effect where a checkpoint is given. */
  readonly initial?: Float32Array | undefined;
  /** Aborting it ends the run at the next chunk of steps with a GridsweepError 'cancelled'. */
  readonly signal?: AbortSignal | undefined;
  /** Aborting it ends the run at the next chunk of steps with a checkpoint. */
  readonly drain?: AbortSignal | undefined;
}

/**
 * Trains one network, reporting as it goes. Same hyperparameters, seed and engine give bit-identical metrics, whether in one go
 * or resumed from any of its checkpoints (I5). Waits for its consumer at every event (I6), and lets the event loop run
 * between chunks of steps. Its checkpoints are bytes: one after each epoch, and one where it is drained. Weights to keep are
 * bytes of `writeWeights`; they come before the checkpoint that follows them, so that a run that goes on from there need not report
 * them again, and are never of an epoch in which it diverged. What is wrong with the options is thrown before the first event.
 * @throws GridsweepError 'invalid' (options that do not fit), 'checkpoint' (one that is broken or of another run), 'data',
 * 'cancelled'.
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainEvent, void, undefined> {
  const { engine, dataset, hyperparameters, seed } = options;
  requireSeed(seed);
  const parts = partsOf(hyperparameters, dataset, seed);
  const { epochs, batch_size, log_every } = hyperparameters;
  const schedule = { epochs, batchesPerEpoch: Math.ceil(parts.training.length / batch_size), logEvery: log_every };
  const start = startOf(options, schedule);
  const model = await engine.createModel(hyperparameters, dataset, start.model);
  try {
    yield* run(options, parts, schedule, model, start.position);
  } finally {
    model.dispose();
  }
}

async function* run(
  { dataset, hyperparameters, seed, signal, drain, keep }: TrainOptions,
  parts: Parts,
  schedule: Schedule,
  model: Model,
  start: Position,
): AsyncGenerator<TrainEvent, void, undefined> {
  const { batch_size: batchSize, class_weights: classWeights, shuffle } = hyperparameters;
  const evaluated = evaluatedImages(dataset, parts);
  const pace = new Pace();
  let position = start;
  let isSaved = false;

  const mayGoOn = async () => {
    await nextTurn();
    if (signal?.aborted) throw new GridsweepError('cancelled', 'The training run was cancelled.');
    return !drain?.aborted;
  };
  const checkpointOf = (state: ModelState): TrainEvent => {
    const content = writeCheckpoint({ model: state, position }, { hyperparameters, seed });
    return { type: 'checkpoint', step: state.step, content };
  };

  const weightsOf = ({ step, parameters }: ModelState, points: readonly MetricPoint[]): TrainEvent => {
    const metrics = Object.fromEntries(points.map(({ name, value }) => [name, value]));
    const origin = { hyperparameters, seed, step, epoch: position.epoch, metrics };
    return { type: 'weights', step, content: writeWeights(parameters, origin) };
  };

  while (!isComplete(position, schedule)) {
    const order = orderOf(parts, shuffle, seed, position.epoch);
    while (position.batch < schedule.batchesPerEpoch && (await mayGoOn())) {
      const batches = batchesOf(order, batchSize, position.batch, pace.chunk);
      const images = batches.reduce((sum, batch) => sum + batch.length, 0);
      const losses = await pace.measure(batches.length, images, () => model.train(batches));
      const points: MetricPoint[] = [];
      for (const loss of losses) {
        const after = afterBatch(position, loss, schedule);
        position = after.position;
        if (after.point !== undefined) points.push(after.point);
      }
      isSaved = false;
      if (points.length > 0) yield { type: 'metrics', points };
      const imagesPerSecond = pace.report();
      if (imagesPerSecond !== null) yield progressAt(position, schedule, imagesPerSecond);
    }

    if (isLastEpoch(position, schedule) && !drain?.aborted) yield { type: 'ending' };
    // A run that is drained here evaluates when it is resumed: its position then is the epoch's end.
    const evaluations = await evaluateEach(model, evaluated, classWeights, mayGoOn);
    if (evaluations === null) {
      if (!isSaved) yield checkpointOf(await model.save());
      yield { type: 'drained' };
      return;
    }
    const state = await model.save();
    const isFinite = evaluations.every(({ loss }) => Number.isFinite(loss)) && state.parameters.every(Number.isFinite);
    position = afterEpoch(position, isFinite);
    const at = { step: stepOf(position, schedule), epoch: position.epoch };
    const points = evaluations.flatMap(({ of, loss, accuracy }) => [
      { name: `${of}/loss`, ...at, value: loss },
      { name: `${of}/accuracy`, ...at, value: accuracy },
    ]);
    yield { type: 'metrics', points };
    const better = keep && !position.diverged ? improvement(keep, points, position.best) : undefined;
    if (better !== undefined) position = { ...position, best: better };
    const isLast = keep?.which === 'last' && !position.diverged && isComplete(position, schedule);
    if (better !== undefined || isLast) yield weightsOf(state, points);
    yield checkpointOf(state);
    isSaved = true;
  }
  yield { type: 'finished', outcome: position.diverged ? 'diverged' : 'completed' };
}

function requireSeed(seed: number): void {
  if (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32) return;
  throw new GridsweepError('invalid', `seed: expected a whole number from 0 to ${2 ** 32 - 1}, got ${seed}.`);
}

function startOf({ hyperparameters, seed, checkpoint, initial }: TrainOptions, schedule: Schedule): Checkpoint {
  if (checkpoint !== undefined) {
    const start = readCheckpoint(checkpoint, { hyperparameters, seed });
    const { epoch, batch } = start.position;
    const step = stepOf(start.position, schedule);
    if (epoch > schedule.epochs || batch > schedule.batchesPerEpoch || step !== start.model.step) {
      throw new GridsweepError(
        'checkpoint',
        `The checkpoint is of step ${start.model.step}, epoch ${epoch}, batch ${batch}, which does not fit ${schedule.epochs} epochs of ${schedule.batchesPerEpoch} batches.`,
      );
    }
    return start;
  }
  const parameters = initial ?? initialParameters(seed);
  if (parameters.length !== PARAMETER_COUNT) {
    throw new GridsweepError(
      'invalid',
      `${parameters.length} initial weights were given; LeNet has ${PARAMETER_COUNT}.`,
    );
  }
  return { model: { step: 0, parameters, slots: {} }, position: START };
}

/** What a run is evaluated on after each epoch. */
function evaluatedImages({ train, test }: Dataset, { validation }: Parts): (Selection & { readonly of: string })[] {
  const kept = { of: 'validation', split: train, places: validation };
  return [{ of: 'test', split: test }, ...(validation.length > 0 ? [kept] : [])];
}

/** @returns null if it was told to stop */
async function evaluateEach(
  model: Model,
  each: readonly (Selection & { readonly of: string })[],
  classWeights: readonly number[] | null,
  mayGoOn: () => Promise<boolean>,
): Promise<(Evaluation & { readonly of: string })[] | null> {
  const evaluations = [];
  for (const images of each) {
    const evaluation = await evaluateInPieces(model, images, classWeights, mayGoOn);
    if (evaluation === null) return null;
    evaluations.push({ of: images.of, ...evaluation });
  }
  return evaluations;
}

function progressAt(position: Position, schedule: Schedule, imagesPerSecond: number): TrainEvent {
  const totalSteps = schedule.epochs * schedule.batchesPerEpoch;
  const rate = { value: imagesPerSecond, unit: 'images/s' };
  return { type: 'progress', step: stepOf(position, schedule), totalSteps, rate };
}
