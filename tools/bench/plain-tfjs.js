// The plain way to train this network with tfjs-node-gpu, to compare with: eager operations, tf.variableGrads and tf.train.adam.
// Arguments: folder with node_modules, data file, batch size, then the seconds of a round, or "count" to print a step's operations.
// A process like slot.ts: prints "ready", and for every line of input trains and prints its images a second.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import util from 'node:util';

// Node 23 took them away, and tfjs-node-gpu calls them.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;

const RECORD_BYTES = 3073;
const IMAGES = 8192;
const WARM_UP_STEPS = 100;

const [folder, dataPath, batchText, mode] = process.argv.slice(2);
const batchSize = Number(batchText);
const tf = createRequire(join(folder, 'package.json'))('@tensorflow/tfjs-node-gpu');

const { images, labels } = await readData();
const glorot = tf.initializers.glorotUniform({ seed: 1 });
const weights = [
  [5, 5, 3, 6],
  [5, 5, 6, 16],
  [400, 120],
  [120, 84],
  [84, 10],
].map((shape) => tf.variable(glorot.apply(shape)));
const biases = [6, 16, 120, 84, 10].map((size) => tf.variable(tf.zeros([size])));
const optimizer = tf.train.adam(0.001);
let next = 0;

/** @returns the loss, still on the device. */
function step() {
  const first = next;
  next = (next + batchSize) % (IMAGES - batchSize);
  return tf.tidy(() => {
    const rows = tf.range(first, first + batchSize, 1, 'int32');
    const batch = tf.gather(images, rows);
    const expected = tf.gather(labels, rows);
    return optimizer.minimize(() => tf.losses.softmaxCrossEntropy(expected, logitsOf(batch)), true);
  });
}

function logitsOf(batch) {
  const convolved = [0, 1].reduce(
    (values, at) => tf.maxPool(tf.relu(tf.add(tf.conv2d(values, weights[at], 1, 'valid'), biases[at])), 2, 2, 'valid'),
    batch,
  );
  return [2, 3, 4].reduce(
    (values, at) => {
      const sums = tf.add(tf.matMul(values, weights[at]), biases[at]);
      return at === 4 ? sums : tf.relu(sums);
    },
    tf.reshape(convolved, [-1, 400]),
  );
}

/** Standardised images, channels last, and one-hot labels, on the device. */
async function readData() {
  const records = await readFile(dataPath);
  const bytes = new Int32Array(IMAGES * 3072);
  const classes = new Int32Array(IMAGES);
  for (let image = 0; image < IMAGES; image++) {
    classes[image] = records[image * RECORD_BYTES];
    bytes.set(records.subarray(image * RECORD_BYTES + 1, (image + 1) * RECORD_BYTES), image * 3072);
  }
  return tf.tidy(() => {
    const planes = tf.tensor(bytes, [IMAGES, 3, 32, 32], 'int32').toFloat().div(255);
    const standardised = tf.sub(tf.transpose(planes, [0, 2, 3, 1]), [0.4914, 0.48216, 0.44653]);
    return {
      images: tf.keep(tf.div(standardised, [0.24703, 0.24349, 0.26159])),
      labels: tf.keep(tf.oneHot(tf.tensor1d(classes, 'int32'), 10).toFloat()),
    };
  });
}

for (let at = 0; at < WARM_UP_STEPS; at++) step().dispose();
if (mode === 'count') {
  const backend = tf.backend();
  const { binding } = backend;
  let operations = 0;
  const executeOp = (...values) => {
    operations++;
    return binding.executeOp(...values);
  };
  backend.binding = Object.create(binding, { executeOp: { value: executeOp } });
  step().dispose();
  console.log(operations);
} else {
  console.log('ready');
  createInterface({ input: process.stdin }).on('line', answer);
}

function answer() {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let count = 0;
  let loss;
  while (performance.now() - start < Number(mode) * 1000) {
    loss?.dispose();
    loss = step();
    count += batchSize;
  }
  loss.dataSync();
  loss.dispose();
  const rate = (count / (performance.now() - start)) * 1000;
  const { user, system } = process.cpuUsage(cpu);
  console.log(`${rate} ${(user + system) / count}`);
}
