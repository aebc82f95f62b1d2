import { Command } from 'commander';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';

export function drainCommand(context: Context): Command {
  const command = new Command('drain')
    .description('ask an agent to checkpoint its trials, hand them back and leave')
    .argument('<agent>', "the agent's id, as `gridsweep agents` lists it");
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('drain node-7-4711'));
  return command.action(async (agentId: string, options: ClientOptions) => {
    await withClient(context, options, async ({ sweeps }) => {
      const agent = await sweeps.drainAgent(agentId, { signal: context.interrupt });
      if (options.json) printJson(context, agent);
      else {
        const held = agent.trialIds.length === 1 ? '1 trial' : `${agent.trialIds.length} trials`;
        context.terminal.out.write(`Agent ${agent.id} is asked to hand back ${held} and to leave.\n`);
      }
    });
  });
}
