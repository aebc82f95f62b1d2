// Measures the wasm engine: `npm run bench:engine -- [--json] [--peer] [--rounds n]`.
// --peer adds PyTorch, TensorFlow and JAX, as far as the Python that PYTHON names (else python3) has them (requirements.txt), in
// alternating rounds.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { column, plain, toTerminal } from '@gridsweep/results';
import { compileModule, type Variant } from '../../libs/lenet/src/engine/wasm/module.ts';
import { Contender, type Command } from './contender.ts';
import { openDataFile, readDataFile } from './data-file.ts';
import { measureStep, type StepFigures } from './kernels.ts';
import { provenance } from './provenance.ts';
import { summarizeRounds, type RateSummary } from './rates.ts';

const SECONDS = 0.5;
const BATCH_SIZES = [1, 4, 16, 64, 256, 1000];
/** Programs beside this one, and the arrangements of each. */
const PEERS = {
  PyTorch: {
    file: 'peer_pytorch.py',
    arrangements: ['eager', 'fused', 'channels-last fused', 'compile fused', 'compile channels-last fused'],
  },
  TensorFlow: { file: 'peer_tensorflow.py', arrangements: ['function', 'XLA'] },
  JAX: { file: 'peer_jax.py', arrangements: ['jit'] },
};

interface Report {
  readonly provenance: Readonly<Record<string, string | number>>;
  readonly kernels: readonly StepFigures[];
  /** Of one core, by batch size. */
  readonly batchSizes: readonly RateSummary[];
  /** At batch 64, Adam. */
  readonly contenders: readonly RateSummary[];
  readonly unavailable: readonly string[];
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    peer: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
  },
});
const roundCount = Number(options.rounds);
if (!Number.isInteger(roundCount) || roundCount < 1)
  throw new Error(`--rounds: ${options.rounds} is not a positive whole number.`);

const report = await measure();
if (options.json) console.log(JSON.stringify(report, null, 2));
else print(report);

async function measure(): Promise<Report> {
  const data = await openDataFile();
  // Taken before the measurement: the checkout may change meanwhile.
  const origin = {
    ...provenance(),
    data: data.description,
    training: 'Adam, relu, batch 64 unless said otherwise; measured after 25,000 images of training',
  };
  try {
    const dataset = await readDataFile(data.path);
    const { variant } = await compileModule();
    const variants: Variant[] = variant === 'simd' ? ['simd'] : ['relaxed-simd', 'simd'];
    const kernels: StepFigures[] = [];
    for (const each of variants) kernels.push(await measureStep(dataset, each));

    const slot = (batchSize: number, each: Variant) => slotCommand(data.path, batchSize, each);
    const byBatchSize = BATCH_SIZES.map((batchSize) => [slot(batchSize, variant), 1] as const);
    const sideBySide = variants.flatMap((each) => [1, 2, 4].map((slots) => [slot(64, each), slots] as const));
    const peers = options.peer
      ? peerCommands(data.path).flatMap((command) => [1, 2].map((slots) => [command, slots] as const))
      : [];
    const sizes = await compete(byBatchSize);
    const { summaries, unavailable } = await compete([...sideBySide, ...peers]);
    return {
      provenance: origin,
      kernels,
      batchSizes: sizes.summaries,
      contenders: summaries,
      unavailable,
    };
  } finally {
    await data.release();
  }
}

/** All start, then take turns: what else the machine does falls on all of them alike. */
async function compete(entries: readonly (readonly [Command, number])[]) {
  const running: Contender[] = [];
  const unavailable: string[] = [];
  try {
    for (const [command, slots] of entries) {
      const contender = await Contender.start(command, slots);
      if (contender === null) unavailable.push(`${command.name} × ${slots}`);
      else running.push(contender);
    }
    for (let round = 0; round < roundCount; round++) for (const contender of running) await contender.round();
  } finally {
    for (const contender of running) contender.stop();
  }
  return { summaries: running.map(({ name, slots, rounds }) => summarizeRounds(name, slots, rounds)), unavailable };
}

function slotCommand(path: string, batchSize: number, variant: Variant): Command {
  const file = fileURLToPath(new URL('slot.ts', import.meta.url));
  const args = [...process.execArgv, file, path, String(batchSize), '1', String(SECONDS), variant];
  return { name: `wasm ${variant}, batch ${batchSize}`, program: process.execPath, args };
}

function peerCommands(path: string): Command[] {
  return Object.entries(PEERS).flatMap(([peer, { file, arrangements }]) =>
    arrangements.map((arrangement) => ({
      name: `${peer} ${arrangement}, batch 64`,
      program: process.env['PYTHON'] ?? 'python3',
      args: [fileURLToPath(new URL(file, import.meta.url)), path, '64', String(SECONDS), arrangement],
    })),
  );
}

function print({ provenance, kernels, batchSizes, contenders, unavailable }: Report): void {
  for (const [name, value] of Object.entries(provenance)) console.log(`${name.padEnd(11)}${value}`);
  for (const step of kernels) printKernels(step);
  printRates('One core, by batch size (medians)', batchSizes);
  printRates('Processes of one thread, in alternating rounds (medians of all slots together)', contenders);
  if (unavailable.length > 0) console.log(`Did not start: ${unavailable.join(', ')}`);
  const fastest = (rates: readonly RateSummary[]) => Math.max(...rates.map(({ median }) => median));
  const cheapest = (rates: readonly RateSummary[]) => Math.min(...rates.map(({ processorTime }) => processorTime));
  for (const peer of Object.keys(PEERS)) {
    for (const slots of [1, 2]) {
      const of = (prefix: string) => contenders.filter(({ name, slots: n }) => n === slots && name.startsWith(prefix));
      const [ours, theirs] = [of('wasm'), of(peer)];
      if (theirs.length === 0) continue;
      const byRate = fastest(ours) / fastest(theirs);
      const byTime = cheapest(theirs) / cheapest(ours);
      console.log(
        `${slots} × wasm to ${slots} × the best ${peer}: ${byRate.toFixed(2)} by images/s, ${byTime.toFixed(2)} by processor time`,
      );
    }
  }
}

function printKernels(step: StepFigures): void {
  const { variant, peakGflops, microsecondsPerImage, evaluationMicrosecondsPerImage, survivors } = step;
  const percent = (share: number | null) => (share === null ? '' : `${(share * 100).toFixed(0)} %`);
  const title = `${variant}: ${microsecondsPerImage.toFixed(1)} µs an image of training, ${evaluationMicrosecondsPerImage.toFixed(1)} µs of evaluation; peak ${peakGflops.toFixed(1)} GFLOP/s`;
  printTable(
    title,
    ['kernel', 'µs/image', 'of step', 'GFLOP/s', 'of peak'],
    step.kernels.map(({ name, microsecondsPerImage: time, share, gflops, shareOfPeak }) => [
      ...[name, time.toFixed(2), percent(share), gflops?.toFixed(1) ?? '', percent(shareOfPeak)],
    ]),
    `Backward visits ${survivors.conv1} of conv1's 1176 pooled positions and ${survivors.conv2.toFixed(0)} of conv2's 400.`,
  );
}

function printRates(title: string, rates: readonly RateSummary[]): void {
  printTable(
    title,
    ['', 'slots', 'images/s', 'least', 'most', 'processor µs/image'],
    rates.map(({ name, slots, median, least, most, processorTime }) => [
      ...[name, slots, median.toFixed(0), least.toFixed(0), most.toFixed(0), processorTime.toFixed(1)],
    ]),
  );
}

function printTable(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  ...notes: readonly string[]
): void {
  const columns = heads.map((head, at) => column(head, head, { align: at === 0 ? 'left' : 'right' }));
  const table = { title, columns, rows: rows.map((row) => row.map(plain)), notes };
  process.stdout.write(`\n${toTerminal(table, { width: Infinity, color: false })}`);
}
