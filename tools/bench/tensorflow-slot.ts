// One slot of the benchmark of the tensorflow engine, a process like slot.ts. Arguments: data file, batch size, steps a call, seconds.
import { createInterface } from 'node:readline';
import { createTensorflowEngine } from '../../libs/lenet/src/engine/tensorflow/engine.ts';
import { parseHyperparameters } from '../../libs/lenet/src/hyperparameters.ts';
import { initialParameters } from '../../libs/lenet/src/seed.ts';
import { readDataFile } from './data-file.ts';

const WARM_UP_STEPS = 100;

const [path, batchText, chunkText, secondsText] = process.argv.slice(2);
const [batchSize, chunk, seconds] = [batchText, chunkText, secondsText].map(Number);
const dataset = await readDataFile(path);
const engine = await createTensorflowEngine();
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
async function train(steps: number): Promise<void> {
  await model.train(Array.from({ length: steps }, batch));
}

for (let steps = 0; steps < WARM_UP_STEPS; steps += chunk) await train(chunk);
console.log('ready');
createInterface({ input: process.stdin }).on('line', () => void answer());

async function answer(): Promise<void> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let images = 0;
  while (performance.now() - start < seconds * 1000) {
    await train(chunk);
    images += chunk * batchSize;
  }
  const rate = (images / (performance.now() - start)) * 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${rate} ${(user + system) / images}`);
}
