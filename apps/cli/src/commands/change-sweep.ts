import { Command } from 'commander';
import type { CallOptions, Sweep, SweepClient } from '@gridsweep/protocol';
import { formatCounts } from '@gridsweep/results';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';

/** A command that changes one sweep and says how it stands then. */
export interface SweepChange {
  readonly name: string;
  readonly description: string;
  /** What is true of the sweep afterwards: "is paused". */
  readonly done: (sweep: Sweep) => string;
  readonly change: (sweeps: SweepClient, sweep: string, options: CallOptions) => Promise<Sweep>;
}

export function changeCommand(context: Context, { name, description, done, change }: SweepChange): Command {
  const command = new Command(name)
    .description(description)
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name");
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples(`${name} optimizers`, `${name} a1b2 --json`));
  return command.action(async (named: string, options: ClientOptions) => {
    await withClient(context, options, async ({ sweeps }) => {
      const sweep = await change(sweeps, named, { signal: context.interrupt });
      if (options.json) printJson(context, sweep);
      else context.terminal.out.write(`${sweep.name} ${sweep.id} ${done(sweep)}: ${formatCounts(sweep.counts)}.\n`);
    });
  });
}
