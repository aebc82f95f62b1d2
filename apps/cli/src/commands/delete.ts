import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { GridsweepError } from '@gridsweep/sweep';
import { formatCounts } from '@gridsweep/results';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';

interface Options extends ClientOptions {
  readonly yes?: boolean;
}

export function deleteCommand(context: Context): Command {
  const command = new Command('delete')
    .alias('rm')
    .description('remove a sweep with all its records')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .option('-y, --yes', 'do not ask');
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('delete a1b2', 'delete a1b2 --yes'));
  return command.action(async (named: string, options: Options) => {
    const call = { signal: context.interrupt };
    await withClient(context, options, async ({ sweeps }) => {
      // What is shown and what is deleted are one sweep, even where a newer one of the same name appears meanwhile.
      const sweep = await sweeps.get(named, call);
      const subject = `${sweep.name} ${sweep.id} (${formatCounts(sweep.counts)})`;
      if (!options.yes && !(await confirmed(context, `Delete ${subject} with all its results? [y/N] `))) {
        throw new GridsweepError('conflict', `Nothing was deleted: ${sweep.name} ${sweep.id} is as it was.`);
      }
      await sweeps.delete(sweep.id, call);
      if (options.json) printJson(context, { deleted: sweep.id });
      else context.terminal.out.write(`Deleted ${subject}.\n`);
    });
  });
}

async function confirmed({ stdin, terminal, interrupt }: Context, question: string): Promise<boolean> {
  if (!stdin.isTTY || !terminal.err.isTerminal) {
    throw new GridsweepError(
      'invalid',
      'Nobody can be asked here whether to delete the sweep; add --yes to delete it.',
    );
  }
  const dialog = createInterface({ input: stdin, output: terminal.err.stream });
  try {
    return /^y(es)?$/i.test((await dialog.question(question, { signal: interrupt })).trim());
  } finally {
    dialog.close();
  }
}
