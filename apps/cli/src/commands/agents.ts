import { Command } from 'commander';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { agentTable, printTable } from '../tables.ts';

export function agentsCommand(context: Context): Command {
  const command = new Command('agents').description('list the agents that the coordinator knows');
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('agents', 'agents --json'));
  return command.action(async (options: ClientOptions) => {
    await withClient(context, options, async ({ sweeps }) => {
      const agents = await sweeps.listAgents({ signal: context.interrupt });
      if (options.json) printJson(context, agents);
      else await printTable(context.terminal.out, agentTable(agents, Date.now()));
    });
  });
}
