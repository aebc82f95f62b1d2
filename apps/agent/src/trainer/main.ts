// Entry of the trainer process: loads the data set once, then trains what the agent sends, one worker thread a slot.
import { fileURLToPath } from 'node:url';
import { GridsweepError } from '@gridsweep/sweep';
import { datasetFromFolder, loadDataset, prepareProcess, sharedBufferOf } from '@gridsweep/lenet';
import type { FromTrainer, ToTrainer } from './messages.ts';
import { WorkerPool } from './worker-pool.ts';

// A terminal's Ctrl-C and a service manager's stop go to the whole group; the agent decides what becomes of the trials.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// An agent that was killed cannot tell its child: no orphan stays.
process.on('disconnect', () => process.exit(0));

let pool: WorkerPool | null = null;

process.on('message', (message: ToTrainer) => {
  if (message.type === 'start') {
    start(message).catch(giveUp);
    return;
  }
  if (pool === null) throw new GridsweepError('internal', `Got "${message.type}" before the trainer was ready.`);
  switch (message.type) {
    case 'train':
      pool.train(message.slot, message);
      return;
    case 'credits':
      pool.addCredits(message.slot, message.run, message.credits);
      return;
    case 'drain':
      pool.drain(message.slot, message.run);
      return;
    case 'cancel':
      pool.cancel(message.slot, message.run);
  }
});

async function start({ engine, device, slots, dataset }: Extract<ToTrainer, { type: 'start' }>): Promise<void> {
  const loaded = await (dataset.type === 'folder' ? datasetFromFolder(dataset.folder) : loadDataset(dataset));
  prepareProcess(engine);
  const started = await WorkerPool.start({
    engine,
    device,
    slots,
    dataset: sharedBufferOf(loaded),
    workerPath: fileURLToPath(new URL('./trainer-worker.js', import.meta.url)),
    onEvent: (run, event) => send({ type: 'event', run, event }),
    onEnded: (run, end) => send({ type: 'ended', run, end }),
    onBroken: giveUp,
  });
  pool = started.pool;
  send({ type: 'ready', engineVariant: started.engineVariant });
}

function send(message: FromTrainer): void {
  process.send?.(message);
}

function giveUp(thrown: unknown): void {
  const { code, message } = GridsweepError.from(thrown);
  const unable: FromTrainer = { type: 'unable', code, message };
  process.send?.(unable, undefined, undefined, () => process.exit(1));
}
