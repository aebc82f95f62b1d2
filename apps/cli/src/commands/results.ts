import { Command, Option } from 'commander';
import { GridsweepError } from '@gridsweep/sweep';
import { RESULT_FORMATS, RESULT_LISTS, resultPieces, type ResultFormat, type ResultList } from '@gridsweep/results';
import { collectRecord } from '../collect-record.ts';
import { coordinatorOption, examples, jsonOption, tableOptions, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { writeOutputFile } from '../output-file.ts';
import { writeTensorboard } from './export.ts';

interface Options extends ClientOptions {
  readonly format: ResultFormat;
  readonly list: ResultList;
  readonly output?: string;
}

export function resultsCommand(context: Context): Command {
  const command = new Command('results')
    .description('compare the cells of a sweep, or list its trials or all their points, at any moment')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .addOption(new Option('--list <what>', 'what a row is').choices(RESULT_LISTS).default('cells'))
    .addOption(new Option('--format <format>', 'how to print them').choices(RESULT_FORMATS).default('table'))
    .option('-o, --output <path>', 'file to write to instead of printing; of tensorboard a folder');
  coordinatorOption(jsonOption(command, 'short for --format json'));
  command.addHelpText(
    'after',
    examples(
      'results optimizers',
      'results a1b2 --format latex -o table.tex',
      'results a1b2 --list trials --format csv > trials.csv',
      'results a1b2 --list points --format parquet -o points.parquet',
    ),
  );
  return command.action(async (sweep: string, options: Options) => {
    const { list, output } = options;
    const format = options.json ? 'json' : options.format;
    if (format === 'tensorboard') {
      const folder = folderOf(options, command.getOptionValueSource('list') === 'cli');
      await withClient(context, options, ({ sweeps }) => writeTensorboard(context, {}, { sweeps, sweep, folder }));
      return;
    }
    const { out } = context.terminal;
    if (format === 'parquet' && output === undefined && out.isTerminal) {
      throw new GridsweepError('invalid', 'Parquet is binary, nothing for a terminal; write it with -o FILE.');
    }
    await withClient(context, options, async ({ sweeps }) => {
      const record = await collectRecord(sweeps, sweep, context);
      if (output === undefined) await out.writeAll(resultPieces(record, list, format, tableOptions(context)));
      else await writeOutputFile(output, resultPieces(record, list, format));
    });
  });
}

function folderOf({ output, list }: Options, namesList: boolean): string {
  if (output === undefined) {
    throw new GridsweepError('invalid', 'TensorBoard reads a folder of files; name one with -o FOLDER.');
  }
  if (!namesList) return output;
  throw new GridsweepError('invalid', `Event files have all trials and points; leave out --list ${list}.`);
}
