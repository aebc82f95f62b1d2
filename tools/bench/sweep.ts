// Measures what a sweep costs beyond its training: `npm run bench:sweep -- [--json] [--trials n] [--steps n] [--rounds n] [--slots n]`.
// Time: the same trials one after another in a plain loop, and as a sweep by a coordinator and an agent with one slot, in
// alternating rounds. Start: a trial given to a slot that is warm. Memory: an agent with 1, 2, … slots, all of them training. Needs
// CIFAR-10 in the cache; the memory also Linux.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { SYSTEM_TIMING } from '../../apps/agent/src/backoff.ts';
import { Trainer } from '../../apps/agent/src/trainer/trainer.ts';
import { Processes } from '../../apps/cli/src/testing/program.ts';
import { loadDataset } from '../../libs/cifar10/src/index.ts';
import { createEngine, lenetWorkload, parseHyperparameters, train } from '../../libs/lenet/src/index.ts';
import { provenance } from './provenance.ts';
import { median } from './rates.ts';

const BATCH = 64;
/** Of one trial that trains while memory is read: more than it gets done. */
const LONG_EPOCHS = 100;
const STARTS = 20;

/** What `submit --watch --json` prints, as far as it is read here; its first line has no trials. */
interface WatchLine {
  readonly trials?: readonly { readonly id: string; readonly latest: readonly { readonly name: string }[] }[];
}

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    trials: { type: 'string', default: '200' },
    steps: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    slots: { type: 'string', default: '4' },
  },
});
const [trials, steps, rounds, mostSlots] = ['trials', 'steps', 'rounds', 'slots'].map((name) => {
  const value = Number(options[name as 'trials' | 'steps' | 'rounds' | 'slots']);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name}: ${value} is not a positive whole number.`);
});

const origin = provenance();
const short = { optimizer: 'adam', batch_size: BATCH, epochs: 1, limit: steps * BATCH, log_every: 1 } as const;
const engine = await createEngine('wasm');
const dataset = await loadDataset();

const startMs = median(await starts());
const processes = await Processes.create();
const times: { readonly loop: number; readonly sweep: number }[] = [];
const memory: { readonly slots: number; readonly megabytes: number }[] = [];
try {
  const coordinator = processes.start(['coordinator', '--port', '0', '--log-format', 'json']);
  const [, address] = await coordinator.said(/"address":"([^"]+)"/);

  const agent = await startAgent(address, 1);
  await sweep(address, 'warm-up', 2, short);
  await loop(2);
  for (let round = 0; round < rounds; round++) {
    const loopTime = await timed(() => loop(trials));
    times.push({ loop: loopTime, sweep: await timed(() => sweep(address, `round-${round}`, trials, short)) });
  }
  agent.child.kill('SIGTERM');
  await agent.ended;

  for (let slots = 1; slots <= mostSlots; slots++) memory.push({ slots, megabytes: await memoryOf(address, slots) });
} finally {
  await processes.dispose();
}
report();

/** The trials without coordinator and agent: every event is made and thrown away. */
async function loop(count: number): Promise<void> {
  for (let seed = 0; seed < count; seed++) {
    const hyperparameters = parseHyperparameters(short);
    const events = train({ engine, dataset, hyperparameters, seed });
    while ((await events.next()).done !== true);
  }
}

/** Milliseconds from giving a trial to a warm slot until its first step is reported. */
async function starts(): Promise<number[]> {
  const workload = lenetWorkload.name;
  const trainer = await Trainer.start({
    path: fileURLToPath(new URL('../../dist/trainer.js', import.meta.url)),
    slots: 1,
    workloads: [{ name: workload, setup: { engine: 'wasm', device: 'cpu', dataset: { type: 'cache' } } }],
    logger: pino({ level: 'silent' }),
    timing: SYSTEM_TIMING,
    signal: new AbortController().signal,
  });
  const parameters = { ...parseHyperparameters(short) };
  const ids = { trialId: 'trial', sweepId: 'sweep', cellId: 'cell', attempt: 1 };
  const measured: number[] = [];
  for (let seed = 0; seed < STARTS; seed++) {
    const trial = { ...ids, parameters, seed, settings: {} };
    const start = performance.now();
    const run = trainer.open(0, { workload, trial, checkpoint: null }, (event) => {
      if (event.type !== 'metrics') return;
      measured[seed] ??= performance.now() - start;
      run.cancel();
    });
    await run.ended;
  }
  await trainer.stop();
  return measured;
}

async function sweep(address: string, name: string, seeds: number, parameters: object): Promise<void> {
  const args = ['submit', await specFile(name, seeds, parameters), '--coordinator', address, '--watch', '--json'];
  const { code, stderr } = await processes.run(...args);
  if (code !== 0) throw new Error(`The sweep ended with ${code}: ${stderr}`);
}

async function specFile(name: string, seeds: number, parameters: object): Promise<string> {
  const values = Object.entries(parameters).map(([parameter, value]) => [parameter, { value: value as unknown }]);
  const path = join(processes.folder, `${name}.json`);
  await writeFile(path, JSON.stringify({ name, seeds, parameters: Object.fromEntries(values) as object }));
  return path;
}

async function startAgent(address: string, slots: number) {
  const options = ['--slots', String(slots), '--device', 'cpu', '--http-port', '0', '--log-format', 'json'];
  const agent = processes.start(['agent', '--coordinator', address, ...options]);
  await agent.said(/"msg":"[^"]*[Cc]onnected/);
  return agent;
}

/** Megabytes of an agent with its trainer once every slot has trained and evaluated for an epoch and goes on, what they share counted once. */
async function memoryOf(address: string, slots: number): Promise<number> {
  const agent = await startAgent(address, slots);
  const name = `memory-${slots}`;
  const spec = await specFile(name, slots, { ...short, limit: null, log_every: 10, epochs: LONG_EPOCHS });
  const watch = processes.start(['submit', spec, '--coordinator', address, '--watch', '--json']);
  const evaluated = new Set<string>();
  for await (const line of createInterface(watch.child.stdout)) {
    const { trials: changed = [] } = JSON.parse(line) as WatchLine;
    for (const { id, latest } of changed) {
      if (latest.some((point) => point.name === 'test/loss')) evaluated.add(id);
    }
    if (evaluated.size === slots) break;
  }
  const megabytes = [agent.child.pid!, ...childrenOf(agent.child.pid!)].reduce((sum, pid) => sum + share(pid), 0);
  await processes.run('cancel', name, '--coordinator', address);
  agent.child.kill('SIGTERM');
  await agent.ended;
  return megabytes;
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

/** A process's proportional share of memory, in megabytes. */
function share(pid: number): number {
  const [, kilobytes] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))!;
  return Number(kilobytes) / 1000;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function report(): void {
  const overheads = times.map((time) => (time.sweep - time.loop) / trials);
  const result = {
    provenance: origin,
    trials,
    steps,
    rounds: times,
    overheadPerTrial: median(overheads),
    startMs,
    memory,
  };
  if (options.json) {
    console.log(JSON.stringify(result, null, 2));
    return;
  }
  for (const [name, value] of Object.entries(origin)) console.log(`${name.padEnd(11)}${value}`);
  console.log(`\n${trials} trials of ${steps} steps and one evaluation, one slot`);
  times.forEach((time, round) => {
    const [loopTime, sweepTime] = [time.loop, time.sweep].map((ms) => (ms / trials).toFixed(1));
    console.log(
      `round ${round + 1}: ${loopTime} ms a trial in a loop, ${sweepTime} ms as a sweep, ${overheads[round].toFixed(1)} ms more`,
    );
  });
  console.log(`median: ${median(overheads).toFixed(1)} ms a trial beyond its training`);
  console.log(`${startMs.toFixed(1)} ms from a trial's arrival at a warm slot to its first step, made and reported\n`);
  for (const { slots, megabytes } of memory) console.log(`agent, slots ${slots}: ${megabytes.toFixed(0)} MB`);
}
