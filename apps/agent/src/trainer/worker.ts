// Entry of one worker thread of the trainer process: trains one trial after another with one warm engine.
import { parentPort, workerData } from 'node:worker_threads';
import { createEngine, datasetFromShared } from '@gridsweep/lenet';
import { WorkerControl } from './control.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { runTrial } from './run-trial.ts';
import type { WorkerSetup } from './worker-pool.ts';

if (parentPort === null) throw new Error('The trainer worker runs as a worker thread only.');
const port = parentPort;
const setup = workerData as WorkerSetup;
const control = new WorkerControl(setup.control);
const dataset = datasetFromShared(setup.dataset);
const engine = await createEngine(setup.engine);

port.on('message', (message: ToWorker) => {
  void runTrial({ ...message, engine, dataset, control, post });
});
post({ type: 'ready', engineVariant: engine.variant });

function post(message: FromWorker): void {
  port.postMessage(message);
}
