import { Command, Option } from 'commander';
import { listResults, RESULT_FORMATS, RESULT_LISTS, type ResultFormat, type ResultList } from '@gridsweep/results';
import { collectRecord } from '../collect-record.ts';
import { coordinatorOption, examples, jsonOption, tableOptions, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';

interface Options extends ClientOptions {
  readonly format: ResultFormat;
  readonly list: ResultList;
}

export function resultsCommand(context: Context): Command {
  const command = new Command('results')
    .description('compare the cells of a sweep, or list its trials or all their points, at any moment')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .addOption(new Option('--list <what>', 'what a row is').choices(RESULT_LISTS).default('cells'))
    .addOption(new Option('--format <format>', 'how to print them').choices(RESULT_FORMATS).default('table'));
  coordinatorOption(jsonOption(command, 'short for --format json'));
  command.addHelpText(
    'after',
    examples(
      'results optimizers',
      'results a1b2 --format csv > results.csv',
      'results a1b2 --list points --format jsonl > points.jsonl',
    ),
  );
  return command.action(async (sweep: string, options: Options) => {
    await withClient(context, options, async ({ sweeps }) => {
      const record = await collectRecord(sweeps, sweep, context);
      const format = options.json ? 'json' : options.format;
      await context.terminal.out.writeAll(listResults(record, options.list, format, tableOptions(context)));
    });
  });
}
