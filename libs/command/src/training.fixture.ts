/**
 * A training of a quadratic as a person would write it, for `node`: momentum is its state, its loss its metric. Parameters beside
 * lr: steps, every (steps between checkpoints), mode (what it does wrong), crash_at (a step of the first attempt), hold_at (the step
 * at which it waits to be stopped).
 */
export const TRAINING = `#!/usr/bin/env node
const { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { env } = process;
const { lr } = JSON.parse(env.GRIDSWEEP_PARAMS);
const { steps: STEPS, every: EVERY, mode: MODE, crash_at: CRASH_AT, hold_at: HOLD_AT } = JSON.parse(env.GRIDSWEEP_PARAMS);
const report = (line) => appendFileSync(env.GRIDSWEEP_METRICS_FILE, JSON.stringify(line) + '\\n');
let state = { step: 0, x: 1 + Number(env.GRIDSWEEP_SEED), v: 0 };
let saved = 0;
if (env.GRIDSWEEP_RESUME === '1' && MODE !== 'forgets') {
  const step = Math.max(...readdirSync(env.GRIDSWEEP_CHECKPOINT_DIR).map((name) => Number(name.slice(5))));
  state = JSON.parse(readFileSync(env.GRIDSWEEP_CHECKPOINT_DIR + '/step-' + step + '/state.json', 'utf8'));
  if (MODE === 'loses-momentum') state.v = 0;
  saved = state.step;
}
function save() {
  if (saved === state.step || MODE === 'never-saves') return;
  saved = state.step;
  const aside = env.GRIDSWEEP_CHECKPOINT_DIR + '/aside';
  mkdirSync(aside);
  writeFileSync(aside + '/state.json', JSON.stringify(state));
  renameSync(aside, env.GRIDSWEEP_CHECKPOINT_DIR + '/step-' + state.step);
  report({ checkpoint: 'step-' + state.step, step: state.step });
}
let stop = false;
process.on('SIGTERM', () => { if (MODE !== 'ignores-stop') stop = true; });
function work() {
  if (state.step >= STEPS) { report({ done: true }); return; }
  if (stop) { save(); process.exit(0); }
  if (state.step === HOLD_AT) { setTimeout(work, 5); return; }
  state.v = 0.9 * state.v - lr * 2 * state.x;
  state.x += state.v;
  state.step++;
  const noise = MODE === 'random' ? Math.random() : 0;
  report({ step: state.step, epoch: state.step / 10, loss: state.x ** 2 + noise, ...(MODE === 'times' ? { seconds: performance.now() } : {}) });
  if (EVERY && state.step % EVERY === 0) save();
  if (state.step === CRASH_AT && env.GRIDSWEEP_ATTEMPT === '1') process.kill(process.pid, 'SIGKILL');
  setTimeout(work, 5);
}
work();
`;

/** What a sweep says of it. */
export const TRAINING_SETTINGS = { command: ['./train.js'] };
