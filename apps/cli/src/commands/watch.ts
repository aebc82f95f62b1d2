import { Command } from 'commander';
import { coordinatorOption, examples, jsonOption, withClient, type ClientOptions, type Context } from '../context.ts';
import { followSweep } from '../follow.ts';

export function watchCommand(context: Context): Command {
  const command = new Command('watch')
    .description('show live progress until the sweep has ended; the exit code tells how it ended')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name");
  coordinatorOption(jsonOption(command, 'print one line of JSON for each change'));
  command.addHelpText('after', examples('watch optimizers', 'watch a1b2 --json | jq .sweep.counts'));
  return command.action(async (sweep: string, options: ClientOptions) => {
    const { out, err } = context.terminal;
    // Bars are for a person; what goes into a file or a pipe is what happens, a line each.
    const to = out.isTerminal ? err : out;
    await withClient(context, options, ({ sweeps }) => followSweep(context, sweeps, sweep, { ...options, to }));
  });
}
