import { join } from 'node:path';
import { Command, Option } from 'commander';
import { GridsweepError } from '@gridsweep/sweep';
import type { SweepClient } from '@gridsweep/protocol';
import { RESULT_LISTS, resultPieces } from '@gridsweep/results';
import { collectRecord } from '../collect-record.ts';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { madeFolder } from '../data-folder.ts';
import { exportTensorboard, followTensorboard } from '../export-tensorboard.ts';
import { writeOutputFile } from '../output-file.ts';
import { specOf } from '../progress/sweep-view.ts';
import { withPredictions } from '../record-predictions.ts';

const FORMATS = ['csv', 'json', 'jsonl', 'parquet', 'tensorboard'] as const;
type Format = (typeof FORMATS)[number];

interface Options extends ClientOptions {
  readonly format: Format;
  readonly output: string;
  readonly follow?: boolean;
}

const HELP = `
csv, json, jsonl and parquet give the folder three files: cells (a row a cell), trials (a row a trial, with every hyperparameter) and
points (a row a value). pandas, polars and R read csv and parquet as they are. tensorboard gives it a folder of event files for each
trial that has begun, to be seen with "tensorboard --logdir FOLDER"; seeds of a cell are one group of its HPARAMS tab. What is there
already is not written twice, so the same command goes on where it was stopped.`;

export function exportCommand(context: Context): Command {
  const command = new Command('export')
    .description('write a sweep into a folder: tables for pandas, polars and R, or event files for TensorBoard')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .addOption(new Option('--format <format>', 'what to write').choices(FORMATS).default('csv'))
    .requiredOption('-o, --output <folder>', 'folder to write to')
    .option('--follow', 'of tensorboard: go on until the sweep has ended, also over restarts of its coordinator');
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', HELP);
  command.addHelpText(
    'after',
    examples(
      'export optimizers --format parquet -o tables',
      'export optimizers --format tensorboard -o runs/optimizers --follow',
    ),
  );
  return command.action(async (sweep: string, options: Options) => {
    if (options.follow && options.format !== 'tensorboard') {
      throw new GridsweepError('invalid', `--follow goes with --format tensorboard, not with ${options.format}.`);
    }
    await withClient(context, options, async ({ sweeps }) => {
      if (options.format === 'tensorboard') {
        await writeTensorboard(context, options, { sweeps, sweep, folder: options.output });
        return;
      }
      const record = await collectRecord(sweeps, sweep, context);
      await madeFolder(options.output, 'folder for the tables');
      const files: string[] = [];
      for (const list of RESULT_LISTS) {
        const file = join(options.output, `${list}.${options.format}`);
        await writeOutputFile(file, resultPieces(record, list, options.format));
        files.push(file);
      }
      if (options.json) printJson(context, { sweep: record.id, files });
      else context.terminal.out.write(`Wrote ${files.join(', ')}\n`);
    });
  });
}

interface Target {
  readonly sweeps: SweepClient;
  readonly sweep: string;
  readonly folder: string;
}

/** Writes event files and says where; the messages on the way go to standard error. */
export async function writeTensorboard(
  context: Context,
  { follow = false, json = false }: { readonly follow?: boolean; readonly json?: boolean },
  target: Target,
): Promise<void> {
  const { terminal, workloads, interrupt: signal } = context;
  const predictionsOf = async (id: string) => {
    // Only where there may be some are all trials read at once.
    if (specOf(await target.sweeps.get(id, { signal })).keep_weights === undefined) return undefined;
    const record = await collectRecord(target.sweeps, id, context);
    return (await withPredictions(record, target.sweeps, context)).predictions;
  };
  const given = { ...target, workloads, signal, predictionsOf };
  const look = `Look with: tensorboard --logdir ${target.folder}\n`;
  const say = (text: string) => (json ? undefined : terminal.err.write(text));
  if (follow) say(`Writes until the sweep has ended. ${look}`);
  const onLost = () => say('The coordinator is gone. Waiting for it to come back.\n');
  const { sweep, runs } = await (follow ? followTensorboard(given, onLost) : exportTensorboard(given)).finally(() => {
    if (follow && signal.aborted) say('Stopped. The same command goes on from here.\n');
  });
  if (json) printJson(context, { sweep: sweep.id, folder: target.folder, runs });
  else
    terminal.out.write(
      `Wrote ${runs} of ${sweep.counts.total} trials to ${target.folder}.${follow ? '\n' : ` ${look}`}`,
    );
}
