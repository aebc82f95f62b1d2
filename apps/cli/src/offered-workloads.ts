import { join, resolve } from 'node:path';
import type { SetupContext, TrainableWorkload } from '@gridsweep/agent';
import { commandWorkload, type CommandSetup } from '@gridsweep/command';
import { lenetWorkload, type DeviceChoice, type EngineName, type LenetSetup } from '@gridsweep/lenet';
import { GridsweepError } from '@gridsweep/sweep';
import { findDataset } from './find-dataset.ts';
import { WORKLOADS } from './workloads.ts';

/** What of an agent's options says what it trains, and with what. */
export interface WorkloadOptions {
  /** Names; all that it may train if not given. */
  readonly workload?: readonly string[];
  readonly engine?: EngineName;
  readonly data?: string;
  readonly fetch?: boolean;
  readonly allowCommand?: boolean;
  /** Variables of the agent's environment that commands see, too. */
  readonly passEnv?: readonly string[];
  readonly maxCheckpointBytes?: number;
  readonly sharedDir?: string;
}

/**
 * The workloads that an agent with these options offers, and how its trainer gets ready for them.
 * @throws GridsweepError 'invalid' for a workload that there is not or that was not allowed
 */
export function offeredWorkloads(options: WorkloadOptions, device: DeviceChoice): TrainableWorkload[] {
  const names = options.workload ?? WORKLOADS.all.map(({ name }) => name).filter((name) => isAllowed(name, options));
  return [...new Set(names)].map((name): TrainableWorkload => {
    switch (name) {
      case lenetWorkload.name:
        return { name, setup: (context) => lenetSetup(options, device, context) };
      case commandWorkload.name:
        if (isAllowed(name, options))
          return { name, setup: (context) => Promise.resolve(commandSetup(options, context)) };
        throw new GridsweepError(
          'invalid',
          '--workload command: commands are programs of whoever can reach the coordinator, run as this user; ' +
            'add --allow-command to allow that.',
        );
      default:
        throw new GridsweepError(
          'invalid',
          `--workload ${name}: there is no such workload; expected ${WORKLOADS.all.map((known) => known.name).join(' or ')}.`,
        );
    }
  });
}

function isAllowed(name: string, { allowCommand = false }: WorkloadOptions): boolean {
  return name !== commandWorkload.name || allowCommand;
}

async function lenetSetup(
  { engine = 'wasm', data: folder, fetch }: WorkloadOptions,
  device: DeviceChoice,
  context: SetupContext,
): Promise<LenetSetup> {
  return { engine, device, dataset: await findDataset({ folder, fetch }, context) };
}

function commandSetup(
  { passEnv = [], maxCheckpointBytes, sharedDir }: WorkloadOptions,
  { scratchDir }: SetupContext,
): CommandSetup {
  return {
    scratchFolder: join(scratchDir, 'commands'),
    passEnv,
    ...(maxCheckpointBytes !== undefined && { maxCheckpointBytes }),
    ...(sharedDir !== undefined && { sharedFolder: resolve(sharedDir) }),
  };
}
