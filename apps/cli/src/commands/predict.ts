import { Command, Option } from 'commander';
import { CLASS_NAMES, CLASSES, IMAGE_BYTES } from '@gridsweep/cifar10';
import {
  ACTIVATIONS,
  createEngine,
  ENGINES,
  predict,
  readWeightsWithOrigin,
  type Activation,
  type Engine,
  type EngineName,
  type TrainedNetwork,
  type WeightsOrigin,
} from '@gridsweep/lenet';
import { fetchWeights, type WeightsRequest } from '@gridsweep/protocol';
import { GridsweepError } from '@gridsweep/sweep';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { networkInput } from '../picture/network-input.ts';
import { readPicture } from '../picture/read-picture.ts';
import { classTable, mistakeTable, pictureTable, type NamedPrediction } from '../predict-tables.ts';
import { readyDataset } from '../ready-dataset.ts';
import { printTable } from '../tables.ts';
import { accuracyOf, mostLikely, testPredictions } from '../test-predictions.ts';
import { checkWritable, readFileOfWeights, writeFileOfWeights } from '../weights-file.ts';

interface Options extends ClientOptions {
  readonly weights?: string;
  readonly activation?: Activation;
  readonly engine: EngineName;
  readonly data?: string;
  readonly save?: string;
}

/** A network and where it is from. */
interface Loaded extends TrainedNetwork {
  /** For people: "trial 3 of …", or the file. */
  readonly what: string;
  readonly trialId?: string;
  readonly origin?: WeightsOrigin | undefined;
}

const HELP = `
TRIAL is a trial's id, a unique beginning of it, or SWEEP#INDEX with a sweep's id or name; with --weights there is none. Sweeps keep
weights with keep_weights: best or last. Without pictures the test set is classified.`;

export function predictCommand(context: Context): Command {
  const command = new Command('predict')
    .description("classify pictures (PNG, JPEG) by a trial's kept weights, or see what it makes of the test set")
    .argument('[trial]', 'the trial, for example optimizers#3')
    .argument('[pictures...]', 'pictures of your own, of any size')
    .option('--weights <file>', "weights from a safetensors file with PyTorch's names, in place of a trial's")
    .addOption(
      new Option('--activation <name>', 'of weights that do not say theirs (default: relu)').choices(ACTIVATIONS),
    )
    .addOption(new Option('--engine <name>', 'what computes').choices(ENGINES).default('wasm'))
    .option('--data <folder>', "for the test set: folder with CIFAR-10's own files (default: the cache)")
    .option('--save <file>', 'write the weights there, as safetensors');
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', HELP);
  command.addHelpText(
    'after',
    examples(
      'predict optimizers#3',
      'predict optimizers#3 frog.png cat.jpg',
      'predict --weights lenet.safetensors cat.jpg',
    ),
  );
  return command.action((trial: string | undefined, pictures: string[], options: Options) =>
    options.weights === undefined
      ? predictWith(context, options, trial, pictures)
      : predictWith(context, options, undefined, [...(trial === undefined ? [] : [trial]), ...pictures]),
  );
}

async function predictWith(
  context: Context,
  options: Options,
  trial: string | undefined,
  files: readonly string[],
): Promise<void> {
  if (options.save !== undefined) await checkWritable(options.save);
  // What is wrong with a picture is told before anything is fetched.
  const inputs: Uint8Array[] = [];
  for (const file of files) inputs.push(networkInput(await readPicture(file)));
  const bytes = await bytesOf(context, options, trial);
  const loaded = { ...networkOf(bytes, options), ...bytes };
  if (options.save !== undefined) await writeFileOfWeights(options.save, bytes.content);
  const engine = await createEngine(options.engine);
  await (files.length === 0
    ? showTestSet(context, options, engine, loaded)
    : showPictures(context, options, engine, loaded, { files, inputs }));
}

async function bytesOf(
  context: Context,
  options: Options,
  trial: string | undefined,
): Promise<{ readonly content: Uint8Array; readonly what: string; readonly trialId?: string }> {
  const { weights } = options;
  if (weights !== undefined) return { content: await readFileOfWeights(weights), what: weights };
  if (trial === undefined) {
    throw new GridsweepError('invalid', 'Name a trial, such as optimizers#3, or a file with --weights FILE.');
  }
  let found: Awaited<ReturnType<typeof fetchWeights>> | undefined;
  await withClient(context, options, async ({ sweeps }) => {
    found = await fetchWeights(sweeps, requestOf(trial), { signal: context.interrupt });
  });
  const { trial: meant, bytes } = found!;
  return { content: bytes, what: `trial ${meant.index} of ${meant.sweepId}`, trialId: meant.id };
}

/** "optimizers#3" or a trial's id. */
function requestOf(trial: string): WeightsRequest {
  const [, sweep, index] = /^(.+)#(\d+)$/.exec(trial) ?? [];
  return sweep === undefined ? { trial } : { sweep, trial: index! };
}

function networkOf({ content, what }: { content: Uint8Array; what: string }, { activation }: Options) {
  const { parameters, origin } = readWeightsWithOrigin(content);
  const own = origin?.hyperparameters.activation;
  if (own !== undefined && activation !== undefined && own !== activation) {
    const message = `The weights of ${what} were trained with activation ${own}, not ${activation}; leave --activation out.`;
    throw new GridsweepError('invalid', message);
  }
  return { parameters, origin, activation: own ?? activation ?? 'relu' };
}

async function showPictures(
  context: Context,
  { json }: Options,
  engine: Engine,
  network: Loaded,
  { files, inputs }: { readonly files: readonly string[]; readonly inputs: readonly Uint8Array[] },
): Promise<void> {
  const images = new Uint8Array(files.length * IMAGE_BYTES);
  inputs.forEach((input, at) => images.set(input, at * IMAGE_BYTES));
  const all = await predict(engine, network, { count: files.length, images }, context.interrupt);
  const pictures = files.map((file, at): NamedPrediction => ({
    file,
    probabilities: all.subarray(at * CLASSES, (at + 1) * CLASSES),
  }));
  if (!json) {
    await printTable(context.terminal.out, pictureTable(network.what, pictures));
    return;
  }
  printJson(context, {
    ...aboutOf(network),
    pictures: pictures.map(({ file, probabilities }) => ({
      file,
      class: CLASS_NAMES[mostLikely(probabilities)],
      probabilities: Object.fromEntries(CLASS_NAMES.map((name, at) => [name, probabilities[at]])),
    })),
  });
}

async function showTestSet(context: Context, { json, data }: Options, engine: Engine, network: Loaded): Promise<void> {
  const { test } = await readyDataset(context, data);
  const about = { trialId: network.trialId ?? '', step: network.origin?.step ?? 0, signal: context.interrupt };
  const predictions = await testPredictions(engine, network, test, about);
  const { classes, confusion } = predictions;
  if (json) {
    const mistakes = mistakeTable(predictions);
    printJson(context, {
      ...aboutOf(network),
      ...{ accuracy: accuracyOf(predictions), classes, confusion },
      mistakes: [...mistakes.rows].map((row) =>
        Object.fromEntries(mistakes.columns.map(({ key }, at) => [key, row[at]!.value])),
      ),
    });
    return;
  }
  await printTable(context.terminal.out, classTable(network.what, predictions));
  context.terminal.out.write('\n');
  await printTable(context.terminal.out, mistakeTable(predictions));
}

function aboutOf({ what, trialId, activation, origin }: Loaded): object {
  const { step, epoch, seed, metrics } = origin ?? {};
  return {
    ...(trialId === undefined ? { weights: what } : { trial: trialId }),
    activation,
    seed,
    step,
    epoch,
    metrics,
  };
}
