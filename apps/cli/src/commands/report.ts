import { Command, Option } from 'commander';
import { writeReport, type SweepRecord } from '@gridsweep/results';
import { collectRecord } from '../collect-record.ts';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { withPredictions } from '../record-predictions.ts';
import { madeFolder } from '../data-folder.ts';

interface Options extends ClientOptions {
  readonly output: string;
  readonly curvesBy?: (typeof CURVES_BY)[number];
  readonly curvesScale?: (typeof CURVES_SCALE)[number];
}

const CURVES_BY = ['step', 'epoch', 'time'] as const;
const CURVES_SCALE = ['linear', 'log'] as const;

export function reportCommand(context: Context): Command {
  const command = new Command('report')
    .description(
      'write a page with the answer, its figures (SVG, PNG) and tables (CSV, LaTeX, JSON), and what a paper includes',
    )
    .argument('<sweeps...>', 'one or more sweeps, each by its id, a unique beginning of one, or its name')
    .option('-o, --output <folder>', 'folder to write to', 'report')
    .addOption(
      new Option('--curves-by <what>', 'horizontal axis of curves (default: what suits them)').choices(CURVES_BY),
    )
    .addOption(
      new Option('--curves-scale <scale>', 'their vertical axis (default: what shows more)').choices(CURVES_SCALE),
    );
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('report optimizers', 'report optimizers learning-rates -o report'));
  return command.action(async (names: string[], options: Options) => {
    const folder = await madeFolder(options.output, "report's folder");
    await withClient(context, options, async ({ sweeps }) => {
      const records: SweepRecord[] = [];
      for (const name of names) {
        records.push(await withPredictions(await collectRecord(sweeps, name, context), sweeps, context));
      }
      const report = await writeReport(records, folder, {
        by: options.curvesBy,
        scale: options.curvesScale,
      });
      if (options.json) printJson(context, report);
      else context.terminal.out.write(`Wrote ${report.files.length} files. Open ${report.index}\n`);
    });
  });
}
