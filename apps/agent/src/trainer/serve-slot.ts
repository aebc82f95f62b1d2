import { parentPort, workerData } from 'node:worker_threads';
import { GridsweepError, type Trainable, type TrainingSlot } from '@gridsweep/sweep';
import type { FromSlot, OpenWorkload, RunId, ToSlot } from './channel.ts';
import { RunControl } from './run-control.ts';
import { runTrial, type TrialRun } from './run-trial.ts';
import type { SlotSetup } from './slot-thread.ts';

/**
 * The thread of one slot: opens every workload, then trains one trial after another. To be called once, by the program of a
 * trainer process's threads.
 */
export function serveSlot(registry: readonly Trainable[]): void {
  if (parentPort === null) throw new GridsweepError('internal', 'A slot is served by a worker thread only.');
  const port = parentPort;
  const opened = openAll(registry, workerData as SlotSetup);
  let present: { readonly run: RunId; readonly control: RunControl } | null = null;

  port.on('message', (message: ToSlot) => {
    switch (message.type) {
      case 'open':
        present = { run: message.run, control: new RunControl() };
        void serve({ ...message, ...present, port });
        return;
      case 'down':
        if (present?.run === message.run) present.control.received(message.down);
    }
  });
  opened.then(
    (slots) => post({ type: 'ready', workloads: [...slots].map(([name, slot]) => offerOf(name, slot)) }),
    (thrown: unknown) => {
      const { code, message } = GridsweepError.from(thrown);
      post({ type: 'unable', code, message });
    },
  );

  async function serve(trial: TrialRun): Promise<void> {
    const slots = await opened.catch(() => null);
    if (slots !== null) await runTrial(slots, trial);
  }

  function post(message: FromSlot): void {
    port.postMessage(message);
  }
}

async function openAll(
  registry: readonly Trainable[],
  { slot, workloads }: SlotSetup,
): Promise<ReadonlyMap<string, TrainingSlot>> {
  const opened = new Map<string, TrainingSlot>();
  for (const { name, prepared } of workloads) {
    const trainable = registry.find(({ workload }) => workload === name);
    if (trainable === undefined) throw new GridsweepError('internal', `No slot can be opened for workload "${name}".`);
    opened.set(name, await trainable.open(prepared, slot));
  }
  return opened;
}

function offerOf(name: string, { engine, engineVariant, cancelWithinMs }: TrainingSlot): OpenWorkload {
  return { name, engine, engineVariant, cancelWithinMs };
}
