import { hostname } from 'node:os';
import { pinnedTo, supervise, type SupervisedAgent } from '@gridsweep/agent';
import { chooseDevices, findGpus, type ChosenDevice, type GpuSource } from '@gridsweep/devices';
import { GridsweepError } from '@gridsweep/sweep';
import type { Logger } from 'pino';
import { coordinatorAddress, type ClientOptions, type Context } from './context.ts';
import { EXIT } from './exit-code.ts';
import { createLogger } from './logging.ts';
import type { LogOptions } from './log-options.ts';
import type { WorkloadOptions } from './offered-workloads.ts';

export interface AgentCommandOptions extends LogOptions, ClientOptions, WorkloadOptions {
  readonly id?: string;
  /** On each device. */
  readonly slots?: number;
  readonly label: Readonly<Record<string, string>>;
  readonly httpPort?: number;
  /** "cpu", or GPUs as `chooseDevices` takes them. */
  readonly device?: string;
  /** Set by a supervisor for the agent of one GPU, whose UUID it is. */
  readonly pinnedTo?: string;
}

/** Runs one agent process for each chosen GPU until all have left, drained by the user or by the coordinator. */
export async function superviseAgents(context: Context, options: AgentCommandOptions, choice: string): Promise<void> {
  const { interrupt, env } = context;
  if (options.engine !== undefined && options.engine !== 'tensorflow') {
    throw new GridsweepError(
      'invalid',
      `--device ${choice}: the ${options.engine} engine computes on the CPU only; leave --engine out or give tensorflow.`,
    );
  }
  const logger = createLogger(context, options);
  const { source, notes } = await findGpus({ env });
  if (source === null) {
    throw new GridsweepError('unavailable', `--device ${choice}: no NVIDIA GPU was found. ${notes.join(' ')}`);
  }
  try {
    const devices = chooseDevices(choice, (await source.list()).gpus, env);
    const coordinator = coordinatorAddress(context, options);
    const agents = await Promise.all(
      devices.map((device, at) => agentOn(device, childArguments(options, coordinator, device, at), env)),
    );
    tellOthers(devices, logger);
    const supervisor = supervise({ agents, health: (uuid) => source.read(uuid), logger });
    if (interrupt.aborted) void supervisor.drain();
    interrupt.addEventListener('abort', () => void supervisor.drain());
    const status = await supervisor.done;
    context.exitCode = status === EXIT.ok || status === EXIT.usage ? status : EXIT.error;
    logger.info('Every agent has left.');
  } finally {
    await closeQuietly(source);
  }
}

async function agentOn(
  device: ChosenDevice,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<SupervisedAgent> {
  const { uuid, label, gpu } = device;
  const program = [process.execPath, ...process.execArgv, process.argv[1]!] as const;
  return {
    uuid,
    label,
    command: await pinnedTo([...program, ...args], { cpus: gpu.cpus, env }),
    env: {
      ...env,
      CUDA_VISIBLE_DEVICES: uuid,
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      // Else TensorFlow takes all memory at once, and how much trials need cannot be seen.
      TF_FORCE_GPU_ALLOW_GROWTH: 'true',
    },
  };
}

/** The command line of a device's own agent: what was said to the supervisor, with the device's name and port. */
export function childArguments(
  options: AgentCommandOptions,
  coordinator: string,
  { uuid, label }: ChosenDevice,
  at: number,
): string[] {
  const { id = hostname(), slots, data, fetch, label: labels, httpPort, logLevel, logFormat } = options;
  const { allowCommand, workload = [], passEnv = [], maxCheckpointBytes, sharedDir } = options;
  // 0 takes a free port for each.
  const port = httpPort === undefined || httpPort === 0 ? httpPort : httpPort + at;
  return [
    'agent',
    ...['--pinned-to', uuid, '--coordinator', coordinator, '--id', `${id}-gpu${label.replace(':', '.')}`],
    ...['--engine', 'tensorflow', '--log-level', logLevel],
    ...(slots === undefined ? [] : ['--slots', String(slots)]),
    ...(data === undefined ? [] : ['--data', data]),
    ...(fetch ? ['--fetch'] : []),
    ...(allowCommand ? ['--allow-command'] : []),
    ...workload.flatMap((name) => ['--workload', name]),
    ...passEnv.flatMap((name) => ['--pass-env', name]),
    ...(maxCheckpointBytes === undefined ? [] : ['--max-checkpoint-bytes', String(maxCheckpointBytes)]),
    ...(sharedDir === undefined ? [] : ['--shared-dir', sharedDir]),
    ...Object.entries({ ...labels, gpu: labels['gpu'] ?? label }).flatMap(([name, value]) => [
      '--label',
      `${name}=${value}`,
    ]),
    ...(port === undefined ? [] : ['--http-port', String(port)]),
    ...(logFormat === undefined ? [] : ['--log-format', logFormat]),
  ];
}

function tellOthers(devices: readonly ChosenDevice[], logger: Logger): void {
  for (const { label, gpu } of devices) {
    if (gpu.processes.length === 0 || gpu.mig.enabled) continue;
    const pids = gpu.processes.map(({ pid }) => pid).join(', ');
    logger.warn(`GPU ${label} is used by other processes too (${pids}): its memory may not suffice.`);
  }
}

/** A driver that hangs must not keep the program from its end. */
async function closeQuietly(source: GpuSource): Promise<void> {
  await source.close().catch(() => undefined);
}
