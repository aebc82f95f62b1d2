import { availableParallelism, hostname } from 'node:os';
import { join } from 'node:path';
import { startAgent, type TrainableWorkload, type PinnedGpu, type ToSupervisor } from '@gridsweep/agent';
import { cacheFolder, findGpus } from '@gridsweep/devices';
import { commandWorkload, unpackCode } from '@gridsweep/command';
import type { DeviceChoice } from '@gridsweep/lenet';
import { GridsweepError } from '@gridsweep/sweep';
import { coordinatorAddress, type Context } from './context.ts';
import { createLogger } from './logging.ts';
import { offeredWorkloads } from './offered-workloads.ts';
import { superviseAgents, type AgentCommandOptions } from './supervise-agents.ts';
import { VERSION } from './version.ts';

/** Runs an agent, or one for each GPU that was named, until it is drained, by the user or by the coordinator. */
export async function workAsAgent(context: Context, options: AgentCommandOptions): Promise<void> {
  const { device, pinnedTo } = options;
  // What cannot be offered is told once, not by an agent for each GPU.
  offeredWorkloads(options, 'auto');
  if (pinnedTo !== undefined) return workOnGpu(context, options, pinnedTo);
  if (device === undefined) return work(context, options, 'auto');
  if (device === 'cpu') return work(context, options, 'cpu');
  return superviseAgents(context, options, device);
}

/** A supervised agent: it says when it is warm, and leaves when its supervisor is gone. */
async function workOnGpu(context: Context, options: AgentCommandOptions, uuid: string): Promise<void> {
  const { source, notes } = await findGpus({ env: context.env });
  if (source === null) throw new GridsweepError('unavailable', `GPU ${uuid} cannot be watched. ${notes.join(' ')}`);
  try {
    await work(context, options, 'gpu', { uuid, read: () => source.read(uuid) });
  } finally {
    // The channel would keep the process alive.
    if (process.connected) process.disconnect();
    await source.close().catch(() => undefined);
  }
}

async function work(
  context: Context,
  options: AgentCommandOptions,
  device: DeviceChoice,
  gpu?: PinnedGpu,
): Promise<void> {
  const { interrupt } = context;
  const { label: labels, httpPort } = options;
  const workloads = offeredWorkloads(options, device);
  const logger = createLogger(context, options);
  const agent = startAgent({
    coordinator: coordinatorAddress(context, options),
    version: VERSION,
    id: options.id ?? `${hostname()}-${process.pid}`,
    slots: options.slots ?? defaultSlots(workloads, gpu),
    workloads,
    unpackCode,
    codeDir: join(cacheFolder(), 'code'),
    gpu,
    labels,
    logger,
    httpPort,
    onReady: () => {
      if (gpu !== undefined) process.send?.({ type: 'ready' } satisfies ToSupervisor);
    },
  });
  const drain = () => {
    agent.drain().catch(() => undefined); // `done` below says what went wrong.
  };
  if (interrupt.aborted) drain();
  interrupt.addEventListener('abort', drain);
  if (gpu !== undefined) process.once('disconnect', drain);
  await agent.done;
  logger.info('The agent has left.');
}

/** A GPU, and a command, which takes the cores that it likes, have one trial at a time unless told otherwise. */
function defaultSlots(workloads: readonly TrainableWorkload[], gpu: PinnedGpu | undefined): number {
  const onlyCommands = workloads.every(({ name }) => name === commandWorkload.name);
  return gpu !== undefined || onlyCommands ? 1 : availableParallelism();
}
