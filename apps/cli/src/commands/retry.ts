import { Command } from 'commander';
import { formatCounts } from '@gridsweep/results';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';

interface Options extends ClientOptions {
  readonly cancelled?: boolean;
}

export function retryCommand(context: Context): Command {
  const command = new Command('retry')
    .description('return the failed trials of a sweep to pending, to go on from their newest checkpoints')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .option('--cancelled', 'the cancelled ones too');
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('retry optimizers', 'retry a1b2 --cancelled'));
  return command.action(async (named: string, { cancelled = false, ...options }: Options) => {
    await withClient(context, options, async ({ sweeps }) => {
      const request = { sweep: named, includeCancelled: cancelled };
      const { sweep, retried } = await sweeps.retryFailed(request, { signal: context.interrupt });
      if (options.json) {
        printJson(context, { sweep, retried });
        return;
      }
      const left = sweep.counts.cancelled;
      const hint =
        left > 0 && !cancelled
          ? ` ${left === 1 ? '1 was' : `${left} were`} cancelled; --cancelled tries them again, too.`
          : '';
      const what = retried === 1 ? '1 trial is' : `${retried} trials are`;
      context.terminal.out.write(
        `${what} tried again. ${sweep.name} ${sweep.id}: ${formatCounts(sweep.counts)}.${hint}\n`,
      );
    });
  });
}
