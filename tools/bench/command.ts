// Measures what a trial of a person's own command costs beyond the command: `npm run bench:command -- [--json] [--trials n] [--rounds n]`.
// The same command started one after another in a plain loop, and as a sweep by a coordinator and an agent with one slot, in
// alternating rounds; once a command that does nothing, and once one that also keeps a checkpoint of 1 MiB.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Processes } from '../../apps/cli/src/testing/program.ts';
import { provenance } from './provenance.ts';
import { median } from './rates.ts';

const REPORT = `echo '{"step":1,"loss":1}' >> "$GRIDSWEEP_METRICS_FILE"`;
const CHECKPOINT = [
  'cd "$GRIDSWEEP_CHECKPOINT_DIR"',
  'mkdir aside && head -c 1048576 /dev/zero > aside/weights && mv aside step-1',
  `echo '{"checkpoint":"step-1","step":1}' >> "$GRIDSWEEP_METRICS_FILE"`,
].join(' && ');
const COMMANDS = { 'one point': REPORT, 'one point and a checkpoint of 1 MiB': `${REPORT} && ${CHECKPOINT}` };

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    trials: { type: 'string', default: '50' },
    rounds: { type: 'string', default: '3' },
  },
});
const [trials, rounds] = ['trials', 'rounds'].map((name) => {
  const value = Number(options[name as 'trials' | 'rounds']);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name}: ${value} is not a positive whole number.`);
});

const measured: { readonly what: string; readonly loopMs: number; readonly sweepMs: number }[] = [];
const processes = await Processes.create();
try {
  const coordinator = processes.start(['coordinator', '--port', '0', '--log-format', 'json']);
  const [, address] = await coordinator.said(/"address":"([^"]+)"/);
  const workload = ['--allow-command', '--workload', 'command', '--slots', '1'];
  const agent = processes.start(['agent', '--coordinator', address, ...workload, '--log-format', 'json']);
  await agent.said(/"msg":"[^"]*[Cc]onnected/);
  for (const [what, script] of Object.entries(COMMANDS)) {
    await sweep(address, `${what}, warm-up`, 2, script);
    for (let round = 0; round < rounds; round++) {
      const loopMs = await timed(() => loop(trials, script));
      const sweepMs = await timed(() => sweep(address, `${what}, round ${round}`, trials, script));
      measured.push({ what, loopMs: loopMs / trials, sweepMs: sweepMs / trials });
    }
  }
} finally {
  await processes.dispose();
}
report();

/** The command without Gridsweep, in a fresh folder each time. */
async function loop(count: number, script: string): Promise<void> {
  for (let seed = 0; seed < count; seed++) {
    const folder = await mkdtemp(join(tmpdir(), 'gridsweep-bench-'));
    const env = {
      ...process.env,
      GRIDSWEEP_METRICS_FILE: join(folder, 'metrics'),
      GRIDSWEEP_CHECKPOINT_DIR: folder,
    };
    const [code] = (await once(spawn('sh', ['-c', script], { cwd: folder, env }), 'close')) as [number | null];
    if (code !== 0) throw new Error(`The command ended with ${code}.`);
    await rm(folder, { recursive: true });
  }
}

async function sweep(address: string, name: string, seeds: number, script: string): Promise<void> {
  const path = join(processes.folder, 'sweep.json');
  const metric = { name: 'loss', goal: 'minimize' };
  await writeFile(path, JSON.stringify({ name, seeds, metric, code: 'none', command: ['sh', '-c', script] }));
  const { code, stderr } = await processes.run('submit', path, '--coordinator', address, '--watch', '--json');
  if (code !== 0) throw new Error(`The sweep ended with ${code}: ${stderr}`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function report(): void {
  const overheads = Object.keys(COMMANDS).map((what) => ({
    what,
    ms: median(measured.filter((one) => one.what === what).map(({ loopMs, sweepMs }) => sweepMs - loopMs)),
  }));
  if (options.json) {
    console.log(JSON.stringify({ provenance: provenance(), trials, rounds, measured, overheads }, null, 2));
    return;
  }
  for (const [name, value] of Object.entries(provenance())) console.log(`${name.padEnd(11)}${value}`);
  console.log(`\n${trials} trials a round, one slot`);
  for (const { what, loopMs, sweepMs } of measured) {
    console.log(`${what}: ${loopMs.toFixed(1)} ms a trial in a loop, ${sweepMs.toFixed(1)} ms as a sweep`);
  }
  for (const { what, ms } of overheads) console.log(`median, ${what}: ${ms.toFixed(1)} ms a trial beyond the command`);
}
