import { Command } from 'commander';
import { describeCpu, findGpus } from '@gridsweep/devices';
import { examples, jsonOption, printJson, type Context } from '../context.ts';
import { deviceTable, type MachineDevices } from '../device-table.ts';
import { printTable } from '../tables.ts';

export function devicesCommand(context: Context): Command {
  const command = jsonOption(
    new Command('devices').description('list what this machine can train on: its NVIDIA GPUs and its processor'),
  );
  command.addHelpText('after', examples('devices', 'devices --json'));
  return command.action(async ({ json }: { readonly json?: boolean }) => {
    const devices = await machineDevices(context.env);
    if (json) printJson(context, devices);
    else await printTable(context.terminal.out, deviceTable(devices));
  });
}

async function machineDevices(env: NodeJS.ProcessEnv): Promise<MachineDevices> {
  const { source, notes } = await findGpus({ env });
  const cpu = describeCpu();
  if (source === null) return { source: null, driver: null, gpus: [], lost: [], cpu, notes };
  try {
    return { source: source.kind, driver: source.driver, ...(await source.list()), cpu, notes };
  } finally {
    await source.close();
  }
}
