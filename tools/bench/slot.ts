// One slot of a benchmark, a process of its own: trains until the network has learned something, prints "ready", and then for
// every line of input trains for a while and prints images per second and microseconds of processor time an image.
// Arguments: data file, batch size, steps a call, seconds, and "tensorflow" or the variant of the wasm engine.
import { createInterface } from 'node:readline';
import type { Engine } from '../../libs/lenet/src/engine/contract.ts';
import { createTensorflowEngine } from '../../libs/lenet/src/engine/tensorflow/engine.ts';
import { createWasmEngine } from '../../libs/lenet/src/engine/wasm/engine.ts';
import { parseHyperparameters } from '../../libs/lenet/src/hyperparameters.ts';
import { initialParameters } from '../../libs/lenet/src/seed.ts';
import { readDataFile } from './data-file.ts';

const WARM_UP_IMAGES = 25_000;

const [path, batchText, stepsText, secondsText, name] = process.argv.slice(2);
const [batchSize, steps, seconds] = [batchText, stepsText, secondsText].map(Number);
const dataset = await readDataFile(path);
const engine: Engine =
  name === 'tensorflow' ? await createTensorflowEngine() : await createWasmEngine(name as 'simd' | 'relaxed-simd');
const hyperparameters = parseHyperparameters({ optimizer: 'adam', batch_size: batchSize });
const model = await engine.createModel(hyperparameters, dataset, {
  step: 0,
  parameters: initialParameters(1),
  slots: {},
});

let next = 0;
function batch(): Uint32Array {
  const indices = Uint32Array.from({ length: batchSize }, (_, at) => (next + at) % dataset.train.count);
  next = (next + batchSize) % dataset.train.count;
  return indices;
}

/** @returns how many images it trained on. */
async function train(): Promise<number> {
  await model.train(Array.from({ length: steps }, batch));
  return steps * batchSize;
}

for (let images = 0; images < WARM_UP_IMAGES;) images += await train();
console.log('ready');
createInterface({ input: process.stdin }).on('line', () => void answer());

async function answer(): Promise<void> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let images = 0;
  while (performance.now() - start < seconds * 1000) images += await train();
  const rate = (images / (performance.now() - start)) * 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${rate} ${(user + system) / images}`);
}
