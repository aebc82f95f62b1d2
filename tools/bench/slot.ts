// One slot of the benchmark, a process of its own: trains until the network has learned something, prints "ready", and then for
// every line of input trains for a while and prints images per second and microseconds of processor time an image. Arguments: data file, batch size, seconds, variant.
import { createInterface } from 'node:readline';
import { createWasmEngine } from '../../libs/lenet/src/engine/wasm/engine.ts';
import { parseHyperparameters } from '../../libs/lenet/src/hyperparameters.ts';
import { initialParameters } from '../../libs/lenet/src/seed.ts';
import { readDataFile } from './data-file.ts';

const WARM_UP_IMAGES = 25_000;

const [path, batchText, secondsText, variant] = process.argv.slice(2);
const dataset = await readDataFile(path);
const batchSize = Number(batchText);
const engine = await createWasmEngine(variant as 'simd' | 'relaxed-simd');
const hyperparameters = parseHyperparameters({ optimizer: 'adam', batch_size: batchSize });
const model = await engine.createModel(hyperparameters, dataset, {
  step: 0,
  parameters: initialParameters(1),
  slots: {},
});

let next = 0;
async function step(): Promise<void> {
  const batch = Uint32Array.from({ length: batchSize }, (_, at) => (next + at) % dataset.train.count);
  next = (next + batchSize) % dataset.train.count;
  await model.train([batch]);
}

for (let images = 0; images < WARM_UP_IMAGES; images += batchSize) await step();
console.log('ready');
createInterface({ input: process.stdin }).on('line', () => void answer());

async function answer(): Promise<void> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let images = 0;
  while (performance.now() - start < Number(secondsText) * 1000) {
    await step();
    images += batchSize;
  }
  const rate = (images / (performance.now() - start)) * 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${rate} ${(user + system) / images}`);
}
