import { Command } from 'commander';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { printTable, sweepTable } from '../tables.ts';

export function listCommand(context: Context): Command {
  const command = new Command('list').alias('ls').description('list all sweeps, newest first');
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('list', 'list --json'));
  return command.action(async (options: ClientOptions) => {
    await withClient(context, options, async ({ sweeps }) => {
      const all = await sweeps.list({ signal: context.interrupt });
      if (options.json) printJson(context, all);
      else await printTable(context.terminal.out, sweepTable(all, Date.now()));
    });
  });
}
