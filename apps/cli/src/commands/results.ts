import { Command, Option } from 'commander';
import { formatResults, RESULT_FORMATS, type ResultFormat } from '@gridsweep/results';
import { collectRecord } from '../collect-record.ts';
import { coordinatorOption, examples, jsonOption, tableOptions, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';

interface Options extends ClientOptions {
  readonly format: ResultFormat;
}

export function resultsCommand(context: Context): Command {
  const command = new Command('results')
    .description('compare the cells of a sweep: tables and findings, at any moment')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .addOption(new Option('--format <format>', 'how to print them').choices(RESULT_FORMATS).default('table'));
  coordinatorOption(jsonOption(command, 'short for --format json'));
  command.addHelpText('after', examples('results optimizers', 'results a1b2 --format csv > results.csv'));
  return command.action(async (sweep: string, options: Options) => {
    await withClient(context, options, async ({ sweeps }) => {
      const record = await collectRecord(sweeps, sweep, { signal: context.interrupt });
      const format = options.json ? 'json' : options.format;
      context.terminal.out.write(formatResults(record, format, tableOptions(context)));
    });
  });
}
