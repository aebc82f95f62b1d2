// Entry of one worker thread of the trainer process: trains one trial after another with one warm engine.
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine, datasetFromShared, parseHyperparameters, train } from '@gridsweep/lenet';
import type { FromWorker, RunId, ToWorker } from './messages.ts';
import { RunControl } from './run-control.ts';
import { runTrial } from './run-trial.ts';
import type { WorkerSetup } from './worker-pool.ts';

if (parentPort === null) throw new Error('The trainer worker runs as a worker thread only.');
const port = parentPort;
const setup = workerData as WorkerSetup;
const dataset = datasetFromShared(setup.dataset);
const engine = await createEngine(setup.engine, setup.device);
let present: { readonly run: RunId; readonly control: RunControl } | null = null;

port.on('message', (message: ToWorker) => {
  if (message.type === 'train') {
    const { run, trial, credits } = message;
    const control = new RunControl(credits);
    present = { run, control };
    void runTrial({ run, trial, engine, dataset, control, post });
    return;
  }
  if (present?.run !== message.run) return;
  switch (message.type) {
    case 'credits':
      present.control.addCredits(message.credits);
      return;
    case 'drain':
      present.control.drain();
      return;
    case 'cancel':
      present.control.cancel();
  }
});
await warmUp();
post({ type: 'ready', engineVariant: engine.variant });

/** One step whose result nobody sees, so that the first trial finds everything compiled. */
async function warmUp(): Promise<void> {
  const hyperparameters = parseHyperparameters({ optimizer: 'adam', epochs: 1, batch_size: 8, log_every: 1 });
  for await (const event of train({ engine, dataset, hyperparameters, seed: 0 })) {
    if (event.type === 'metrics') break;
  }
}

function post(message: FromWorker): void {
  port.postMessage(message);
}
