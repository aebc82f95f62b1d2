import { Command, Option } from 'commander';
import { GridsweepError, type Outcome } from '@gridsweep/sweep';
import {
  ACTIVATIONS,
  createEngine,
  DEVICES,
  ENGINES,
  lenetWorkload,
  OPTIMIZERS,
  parseHyperparameters,
  readWeights,
  train,
  type DeviceChoice,
  type EngineName,
  type Hyperparameters,
} from '@gridsweep/lenet';
import { formatDuration, formatWithUnit, metricFormat } from '@gridsweep/results';
import { examples, jsonOption, printJson, type Context } from '../context.ts';
import { openMetricsFile } from '../metrics-file.ts';
import { number, numbers, wholeNumber } from '../option-values.ts';
import { showTraining, type TrainingState } from '../progress/training.ts';
import { readyDataset } from '../ready-dataset.ts';
import { checkWritable, readFileOfWeights, writeFileOfWeights } from '../weights-file.ts';

interface Options {
  readonly optimizer: string;
  readonly lr?: number;
  readonly epochs: number;
  readonly batchSize?: number;
  readonly activation?: string;
  readonly momentum?: number;
  readonly alpha?: number;
  readonly betas?: readonly number[];
  readonly eps?: number;
  readonly weightDecay?: number;
  readonly logEvery?: number;
  readonly limit?: number;
  readonly validation?: number;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly engine: EngineName;
  readonly device: DeviceChoice;
  readonly data?: string;
  readonly init?: string;
  readonly save?: string;
  readonly metrics?: string;
  readonly json?: boolean;
}

export function trainCommand(context: Context): Command {
  const command = new Command('train')
    .description('train one trial here, without a coordinator')
    .addOption(new Option('--optimizer <name>', "one of torch.optim's").choices(OPTIMIZERS).default('adam'))
    .option('--lr <number>', "learning rate (default: the optimizer's in PyTorch, 0.001 for sgd and momentum)", number)
    .option('--epochs <count>', 'times through the training set', number, 1)
    .option('--batch-size <count>', 'images of one step (default: 64)', number)
    .addOption(new Option('--activation <name>', 'after each layer but the last (default: relu)').choices(ACTIVATIONS))
    .option('--momentum <number>', 'of sgd and momentum (default: 0 and 0.9)', number)
    .option('--alpha <number>', 'of rmsprop (default: 0.99)', number)
    .option('--betas <a,b>', 'of adam (default: 0.9,0.999)', numbers)
    .option('--eps <number>', 'of rmsprop, adam and adagrad (default: 1e-8, 1e-8, 1e-10)', number)
    .option('--weight-decay <number>', 'added to the gradient times the weight (default: 0)', number)
    .option('--log-every <steps>', 'steps over which a train/loss point is the mean (default: 100)', number)
    .option('--limit <count>', 'the first so many training images only', number)
    .option('--validation <count>', 'so many training images, drawn by the seed, are kept apart to choose by', number)
    .option('--no-shuffle', 'take the training set in its own order')
    .option(
      '--seed <number>',
      'decides initial weights, data order and what is kept apart',
      wholeNumber(0, 2 ** 32 - 1),
      0,
    )
    .addOption(new Option('--engine <name>', 'what computes').choices(ENGINES).default('wasm'))
    .addOption(new Option('--device <kind>', 'what the engine computes on').choices(DEVICES).default('auto'))
    .option('--data <folder>', "folder with CIFAR-10's own files (default: the cache; fetched if it is not there)")
    .option('--init <file>', "initial weights: safetensors with PyTorch's state_dict names")
    .option('--save <file>', 'write the final weights there, as safetensors; none where the run diverged')
    .option('--metrics <file>', 'write every point there, one JSON object a line');
  jsonOption(command);
  command.addHelpText(
    'after',
    examples(
      'train --optimizer adam --lr 0.001 --epochs 1',
      'train --optimizer momentum --lr 0.01 --epochs 3 --metrics points.jsonl --save lenet.safetensors',
    ),
  );
  return command.action((options: Options) => trainOnce(context, options));
}

async function trainOnce(context: Context, options: Options): Promise<void> {
  const hyperparameters = hyperparametersOf(options);
  const initial = options.init === undefined ? undefined : readWeights(await readFileOfWeights(options.init));
  if (options.save !== undefined) await checkWritable(options.save);
  const dataset = await readyDataset(context, options.data);
  const engine = await createEngine(options.engine, options.device);
  const metrics = options.metrics === undefined ? undefined : await openMetricsFile(options.metrics);
  const display = showTraining(context.terminal.err, hyperparameters.batch_size);
  const begun = performance.now();
  const { seed } = options;
  const keep = options.save === undefined ? undefined : ({ which: 'last' } as const);
  const run = train({ engine, dataset, hyperparameters, seed, initial, keep, signal: context.interrupt });
  let outcome: Outcome | undefined;
  let weights: Uint8Array | undefined;
  try {
    for await (const event of run) {
      display.update(event);
      if (event.type === 'metrics') await metrics?.write(event.points);
      if (event.type === 'weights' && event.content instanceof Uint8Array) weights = event.content;
      if (event.type === 'finished') outcome = event.outcome;
    }
  } finally {
    display.end();
    await metrics?.close();
  }
  if (outcome === undefined) throw new GridsweepError('internal', 'The training run ended without an outcome.');
  if (options.save !== undefined && weights !== undefined) await writeFileOfWeights(options.save, weights);
  const seconds = (performance.now() - begun) / 1000;
  const { name, variant } = engine;
  const state = display.state();
  const isSaved = weights !== undefined;
  tell(context, options, { hyperparameters, seed, engine: name, variant, outcome, seconds, state, isSaved });
}

/** Only what was given; the rest has the workload's defaults. @throws 'invalid', naming every option that is wrong. */
function hyperparametersOf(options: Options): Hyperparameters {
  const { optimizer, lr, epochs, activation, momentum, alpha, betas, eps, limit, validation, shuffle } = options;
  const given = {
    ...{ optimizer, lr, epochs, activation, momentum, alpha, betas, eps, limit, validation, shuffle },
    batch_size: options.batchSize,
    weight_decay: options.weightDecay,
    log_every: options.logEvery,
  };
  return parseHyperparameters(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
}

interface Trained {
  readonly hyperparameters: Hyperparameters;
  readonly seed: number;
  readonly engine: EngineName;
  readonly variant: string;
  readonly outcome: Outcome;
  readonly seconds: number;
  readonly state: TrainingState;
  /** A diverged run has no weights to save. */
  readonly isSaved: boolean;
}

function tell(context: Context, { json, save, metrics }: Options, trained: Trained): void {
  const { state, outcome, seconds, isSaved, ...configuration } = trained;
  const values = Object.fromEntries(Object.entries(state.latest).map(([name, { value }]) => [name, value]));
  if (json) {
    printJson(context, {
      ...configuration,
      outcome,
      steps: state.step,
      seconds,
      metrics: values,
      save: isSaved ? save : undefined,
      points: metrics,
    });
    return;
  }
  const kept = trained.hyperparameters.validation === undefined ? [] : ['validation/accuracy'];
  const shown = ['test/accuracy', 'test/loss', ...kept].map((name) => {
    const format = metricFormat(name, lenetWorkload.metrics);
    return `${format.label} ${formatWithUnit(format, state.latest[name]?.value ?? NaN)}`;
  });
  const { epochs } = trained.hyperparameters;
  const lines = [
    `${outcome}: ${shown.join(', ')} after ${epochs === 1 ? '1 epoch' : `${epochs} epochs`} ` +
      `(${state.step} steps) in ${formatDuration(seconds * 1000)}`,
    ...(save === undefined ? [] : [`weights: ${isSaved ? save : 'not written, as the run diverged'}`]),
    ...(metrics === undefined ? [] : [`points: ${metrics}`]),
  ];
  context.terminal.out.write(`${lines.join('\n')}\n`);
}
