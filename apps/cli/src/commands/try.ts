import { Command } from 'commander';
import { examples, jsonOption, type Context } from '../context.ts';
import { listed, wholeNumber } from '../option-values.ts';
import type { TryCommandOptions } from '../try-sweep.ts';

export function tryCommand(context: Context): Command {
  const command = new Command('try')
    .description(
      "run one trial of a sweep's own command here: does it report, checkpoint, stop and resume as it should, and is it deterministic?",
    )
    .argument('<file>', 'a sweep file with a command, YAML or JSON; - for standard input')
    .option('--steps <count>', 'steps that it shall report', wholeNumber(2), 20)
    .option('--trial <index>', "which of the sweep's trials", wholeNumber(0), 0)
    .option('--within <seconds>', 'time for each of three runs', wholeNumber(1), 600)
    .option('--pass-env <name>', 'let the command see this environment variable; may be repeated', listed);
  jsonOption(command).addHelpText(
    'after',
    examples('try sweep.yaml', 'try sweep.yaml --steps 200 --trial 3', 'try sweep.yaml --json'),
  );
  return command.action(async (file: string, options: TryCommandOptions) => {
    const { trySweep } = await import('../try-sweep.ts');
    await trySweep(context, file, options);
  });
}
