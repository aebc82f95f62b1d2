import { GridsweepError, type Trainable } from '@gridsweep/sweep';
import type { FromTrainer, PreparedWorkload, ToTrainer, WorkloadSetup } from './channel.ts';
import { SlotThread, toAgent } from './slot-thread.ts';

/**
 * The trainer process: prepares the workloads that the agent names, then trains what it sends, one thread a slot. To be called
 * once, by a program that an agent has started.
 * @param registry what can be trained
 * @param slotPath file of the threads, which calls `serveSlot` with the same registry
 */
export function serveTrainer(registry: readonly Trainable[], slotPath: URL): void {
  // A terminal's Ctrl-C and a service manager's stop go to the whole group; the agent decides what becomes of the trials.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
  // An agent that was killed cannot tell its child: no orphan stays.
  process.on('disconnect', () => process.exit(0));

  const slots: SlotThread[] = [];
  process.on('message', (message: ToTrainer) => {
    switch (message.type) {
      case 'start':
        start(message).catch(giveUp);
        return;
      case 'slot':
        slots[message.slot]!.receive(message.message);
        return;
      case 'replace':
        slots[message.slot]!.replace(message.run);
    }
  });

  async function start(asked: Extract<ToTrainer, { readonly type: 'start' }>): Promise<void> {
    const workloads: PreparedWorkload[] = [];
    for (const workload of asked.workloads) workloads.push(await prepare(registry, workload));
    for (let slot = 0; slot < asked.slots; slot += 1) {
      slots.push(new SlotThread({ slot, workloads, path: slotPath, onBroken: giveUp }));
    }
    const ready = await Promise.all(slots.map((slot) => slot.ready));
    toAgent({ type: 'ready', workloads: ready[0] ?? [] });
  }
}

async function prepare(registry: readonly Trainable[], { name, setup }: WorkloadSetup): Promise<PreparedWorkload> {
  const trainable = registry.find(({ workload }) => workload === name);
  if (trainable === undefined) {
    const known = registry.map(({ workload }) => workload).join(', ');
    throw new GridsweepError('invalid', `This agent cannot train workload "${name}"; it knows ${known}.`);
  }
  return { name, prepared: await trainable.prepare(setup as never) };
}

function giveUp(thrown: unknown): void {
  const { code, message } = GridsweepError.from(thrown);
  const unable: FromTrainer = { type: 'unable', code, message };
  process.send?.(unable, undefined, undefined, () => process.exit(1));
}
