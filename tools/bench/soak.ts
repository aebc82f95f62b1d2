// Trains for long in one process and shows what grows: `npm run bench:soak -- [--json] [--epochs n]`. Needs CIFAR-10 in the cache.
import { parseArgs } from 'node:util';
import { loadDataset } from '../../libs/cifar10/src/index.ts';
import { createEngine, parseHyperparameters, train } from '../../libs/lenet/src/index.ts';
import { provenance } from './provenance.ts';

interface Epoch {
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  /** Of the whole process, megabytes. */
  readonly resident: number;
  readonly seconds: number;
}

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, epochs: { type: 'string', default: '100' } },
});
const epochs = Number(options.epochs);
if (!Number.isInteger(epochs) || epochs < 1) {
  throw new Error(`--epochs: ${options.epochs} is not a positive whole number.`);
}

const origin = provenance();
const events = train({
  engine: await createEngine('wasm'),
  dataset: await loadDataset(),
  hyperparameters: parseHyperparameters({ optimizer: 'adam', batch_size: 64, epochs }),
  seed: 1,
});
const measured: Epoch[] = [];
const start = performance.now();
for await (const event of events) {
  if (event.type !== 'metrics') continue;
  const [loss, accuracy] = ['test/loss', 'test/accuracy'].map(
    (name) => event.points.find((point) => point.name === name)?.value,
  );
  if (loss === undefined || accuracy === undefined) continue;
  const resident = process.memoryUsage.rss() / 1e6;
  const seconds = (performance.now() - start) / 1000;
  const epoch = { epoch: measured.length + 1, loss, accuracy, resident, seconds };
  measured.push(epoch);
  if (!options.json) print(epoch);
}
if (options.json) console.log(JSON.stringify({ provenance: origin, epochs: measured }, null, 2));
else for (const [name, value] of Object.entries(origin)) console.log(`${name.padEnd(11)}${value}`);
process.exitCode = measured.every(({ loss }) => Number.isFinite(loss)) && measured.length === epochs ? 0 : 1;

function print({ epoch, loss, accuracy, resident, seconds }: Epoch): void {
  if (epoch !== 1 && epoch % 10 !== 0) return;
  console.log(
    `epoch ${epoch}: test loss ${loss.toFixed(4)}, accuracy ${(accuracy * 100).toFixed(1)} %, ${resident.toFixed(0)} MB, ${seconds.toFixed(0)} s`,
  );
}
