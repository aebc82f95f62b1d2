import { Command, Option } from 'commander';
import { DIFF_FORMATS, diffSweeps, diffText, type DiffFormat } from '@gridsweep/results';
import { collectRecord } from '../collect-record.ts';
import { coordinatorOption, examples, jsonOption, tableOptions, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';

interface Options extends ClientOptions {
  readonly format: DiffFormat;
}

export function diffCommand(context: Context): Command {
  const command = new Command('diff')
    .description('what differs between two sweeps in settings, provenance and results, and whether significantly')
    .argument('<first>', "a sweep's id, a unique beginning of one, or its name")
    .argument('<second>', 'another one')
    .addOption(new Option('--format <format>', 'how to print it').choices(DIFF_FORMATS).default('table'));
  coordinatorOption(jsonOption(command, 'short for --format json'));
  command.addHelpText('after', examples('diff a1b2 c3d4', 'diff optimizers a1b2 --format markdown'));
  return command.action(async (first: string, second: string, options: Options) => {
    await withClient(context, options, async ({ sweeps }) => {
      const records = [
        await collectRecord(sweeps, first, context),
        await collectRecord(sweeps, second, context),
      ] as const;
      const format = options.json ? 'json' : options.format;
      const text = diffText(diffSweeps(...records), records[0].metrics, format, tableOptions(context));
      await context.terminal.out.writeAll(text);
    });
  });
}
