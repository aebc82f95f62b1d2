// A process that trains as an agent does, to be killed: SCRATCH_FOLDER SCRIPT [thread]
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { commandTrainable } from './trainable.ts';

async function train(scratchFolder: string, script: string): Promise<void> {
  const slot = await commandTrainable.open(await commandTrainable.prepare({ scratchFolder }), 0);
  const trial = {
    ...{ trialId: 'trial-1', sweepId: 'sweep-1', cellId: 'cell-1', attempt: 1, parameters: {}, seed: 0 },
    settings: { command: ['sh', '-c', script] },
  };
  const never = new AbortController().signal;
  for await (const event of slot.train(trial, { checkpoint: null, control: { cancelled: never, drained: never } })) {
    if (event.type === 'log') console.log(event.message);
    if (event.type === 'failed' || event.type === 'finished') console.log(JSON.stringify(event));
  }
}

const [scratchFolder, script, where] = (isMainThread ? process.argv.slice(2) : workerData) as string[];
if (where === 'thread' && isMainThread) {
  // Threads do not inherit tsx.
  const code = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(import.meta.url)})))`;
  const worker = new Worker(code, { eval: true, workerData: [scratchFolder, script, where] });
  process.stdin.once('data', () => void worker.terminate().then(() => console.log('terminated')));
} else {
  await train(scratchFolder!, script!);
}
