// Measures the tensorflow engine beside the plain tfjs-node-gpu loop on the same TensorFlow, in alternating rounds, and looks for
// leaks: `npm run bench:tensorflow -- [--json] [--rounds n] [--steps n] [--tfjs FOLDER]`.
// Needs `gridsweep setup tensorflow`. The plain loop needs all of tfjs-node-gpu (300 MB): npm installs it into a temporary folder,
// without its install script, unless --tfjs names a folder where it is.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadBinding } from '../../libs/tensorflow/src/binding.ts';
import { checkTensorflow } from '../../libs/tensorflow/src/check.ts';
import { createTensorflowEngine } from '../../libs/lenet/src/engine/tensorflow/engine.ts';
import { findTensorflow, PACKAGE_FOLDER, SITE_FOLDER } from '../../libs/tensorflow/src/home.ts';
import { TFJS_NODE } from '../../libs/tensorflow/src/setup/pins.ts';
import { trainingGraph } from '../../libs/lenet/src/engine/tensorflow/training-graph.ts';
import { parseHyperparameters } from '../../libs/lenet/src/hyperparameters.ts';
import { initialParameters } from '../../libs/lenet/src/seed.ts';
import { Contender, type Command } from './contender.ts';
import { openDataFile, readDataFile } from './data-file.ts';
import { provenance } from './provenance.ts';
import { summarizeRounds, type RateSummary } from './rates.ts';

const BATCH = 64;
const SECONDS = 1;
/** Steps a call: one, and what a run takes in 40 ms or so. */
const CHUNKS = [1, 8];
const ADAM = parseHyperparameters({ optimizer: 'adam', batch_size: BATCH });

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    steps: { type: 'string', default: '10000' },
    tfjs: { type: 'string' },
  },
});
const [rounds, leakSteps] = [options.rounds, options.steps].map(Number);

const home = findTensorflow('gpu') ?? findTensorflow('cpu');
if (home === null) throw new Error('TensorFlow is not set up: run `gridsweep setup tensorflow`.');
const origin = provenance();
const facts = await checkTensorflow(home.edition);
const data = await openDataFile();
const peer = options.tfjs === undefined ? mkdtempSync(join(tmpdir(), 'gridsweep-tfjs-')) : options.tfjs;
try {
  if (options.tfjs === undefined) installPlain(peer, home.folder);
  const plain = [fileURLToPath(new URL('plain-tfjs.js', import.meta.url)), peer, data.path, String(BATCH)];
  const rates = await compete([
    { name: 'plain tfjs-node-gpu loop', program: process.execPath, args: [...plain, String(SECONDS)] },
    ...CHUNKS.map(slotCommand),
  ]);
  const operations = {
    plain: Number(execFileSync(process.execPath, [...plain, 'count'], { encoding: 'utf8', stdio: 'pipe' })),
    engine: trainingGraph(ADAM).loopOperations,
  };
  report(rates, operations, await leaks());
} finally {
  await data.release();
  if (options.tfjs === undefined) rmSync(peer, { recursive: true, force: true });
}

/** All of the package, with the binding that was compiled by the setup. */
function installPlain(folder: string, tensorflow: string): void {
  writeFileSync(join(folder, 'package.json'), '{}');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  execFileSync('npm', ['install', '--prefix', folder, ...quiet, TFJS_NODE.spec], { stdio: 'inherit' });
  const installed = join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  const binding = join('lib', 'napi-v8', 'tfjs_binding.node');
  mkdirSync(dirname(join(installed, binding)), { recursive: true });
  mkdirSync(join(installed, 'deps'), { recursive: true });
  copyFileSync(join(tensorflow, PACKAGE_FOLDER, binding), join(installed, binding));
  const link = join(installed, 'deps', 'lib');
  if (!existsSync(link)) symlinkSync(join(tensorflow, SITE_FOLDER, 'tensorflow'), link);
}

function slotCommand(chunk: number): Command {
  const file = fileURLToPath(new URL('slot.ts', import.meta.url));
  const args = [...process.execArgv, file, data.path, String(BATCH), String(chunk), String(SECONDS), 'tensorflow'];
  return {
    name: `tensorflow engine, ${chunk} ${chunk === 1 ? 'step' : 'steps'} a call`,
    program: process.execPath,
    args,
  };
}

/** All start, then take turns: what else the machine does falls on all of them alike. */
async function compete(commands: readonly Command[]): Promise<RateSummary[]> {
  const running: Contender[] = [];
  try {
    for (const command of commands) {
      const contender = await Contender.start(command, 1);
      if (contender === null) throw new Error(`${command.name} did not start.`);
      running.push(contender);
    }
    for (let round = 0; round < rounds; round++) for (const contender of running) await contender.round();
  } finally {
    for (const contender of running) contender.stop();
  }
  return running.map(({ name, slots, rounds: measured }) => summarizeRounds(name, slots, measured));
}

/** Tensors and memory before and after many steps. */
async function leaks() {
  const dataset = await readDataFile(data.path);
  const engine = await createTensorflowEngine();
  const binding = loadBinding(home!.binding, { hideGpus: false });
  const model = await engine.createModel(ADAM, dataset, { step: 0, parameters: initialParameters(1), slots: {} });
  const measured = () => ({ tensors: binding.getNumOfTensors(), megabytes: process.memoryUsage.rss() / 1e6 });
  const train = async (steps: number) => {
    for (let done = 0; done < steps; done += 10) {
      const batches = Array.from({ length: 10 }, (_, at) =>
        Uint32Array.from({ length: BATCH }, (__, image) => ((done + at) * BATCH + image) % dataset.train.count),
      );
      await model.train(batches);
    }
  };
  await train(500);
  const before = measured();
  await train(leakSteps);
  const after = measured();
  model.dispose();
  return { steps: leakSteps, before, after };
}

function report(
  rates: readonly RateSummary[],
  operations: { readonly plain: number; readonly engine: number },
  leak: Awaited<ReturnType<typeof leaks>>,
): void {
  const whole = {
    ...origin,
    tensorflow: `${facts.version}, ${facts.edition} edition, on ${facts.device}`,
    data: data.description,
    training: `Adam, relu, batch ${BATCH}`,
  };
  const steps = rates.map((rate) => ({ ...rate, millisecondsAStep: (BATCH / rate.median) * 1000 }));
  if (options.json) {
    console.log(JSON.stringify({ provenance: whole, steps, operations, leak }, null, 2));
    return;
  }
  for (const [name, value] of Object.entries(whole)) console.log(`${name.padEnd(12)}${value}`);
  console.log(`\nOperations a step: ${operations.plain} calls from JavaScript in the plain loop;`);
  console.log(`${operations.engine} inside one graph in the engine, which is called once for a chunk of steps.\n`);
  for (const { name, millisecondsAStep, median, processorTime } of steps) {
    const numbers = [`${millisecondsAStep.toFixed(2)} ms a step`, `${median.toFixed(0)} images/s`];
    console.log(`${name.padEnd(36)}${numbers.join('  ')}  ${processorTime.toFixed(0)} µs of processor an image`);
  }
  const [plain, ...engines] = steps;
  const best = Math.min(...engines.map(({ millisecondsAStep }) => millisecondsAStep));
  console.log(`\nThe engine is ${(plain.millisecondsAStep / best).toFixed(1)} times as fast as the plain loop.`);
  const { before, after } = leak;
  const megabytes = `${before.megabytes.toFixed(0)} → ${after.megabytes.toFixed(0)} MB resident`;
  console.log(`${leak.steps} steps: ${before.tensors} → ${after.tensors} tensors, ${megabytes}.`);
}
