import { Command } from 'commander';
import { formatCounts } from '@gridsweep/results';
import { GridsweepError, type SweepSpec } from '@gridsweep/sweep';
import { coordinatorOption, examples, jsonOption, printJson, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { wholeNumber } from '../option-values.ts';
import { specOf } from '../progress/sweep-view.ts';
import { readSpecFile } from '../spec-file.ts';
import { packSweep } from '../sweep-code.ts';

interface Options extends ClientOptions {
  readonly seeds?: number;
}

export function extendCommand(context: Context): Command {
  const command = new Command('extend')
    .description('add seeds, values or cells to a sweep: the trials that are there stay, only the missing ones run')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .argument('[file]', 'the changed sweep file; - for standard input')
    .option('--seeds <count>', 'so many seeds in all, 0, 1, 2, …; needs no file', wholeNumber(1, 100_000));
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('extend optimizers examples/optimizers.yaml', 'extend a1b2 --seeds 10'));
  return command.action(async (named: string, file: string | undefined, options: Options) => {
    if ((file === undefined) === (options.seeds === undefined)) {
      throw new GridsweepError('invalid', 'Give either the changed sweep file or --seeds, what the sweep is to have.');
    }
    const signal = context.interrupt;
    await withClient(context, options, async ({ sweeps }) => {
      const before = await sweeps.get(named, { signal });
      const given = file === undefined ? undefined : await packSweep((await readSpecFile(file, context)).spec, file);
      try {
        await given?.upload(sweeps, signal);
        const spec = given?.spec ?? withSeeds(specOf(before), options.seeds!);
        const { sweep, added } = await sweeps.extend({ sweep: before.id, spec: JSON.stringify(spec) }, { signal });
        if (options.json) printJson(context, { sweep, added });
        else {
          const what = added === 0 ? 'Nothing was' : added === 1 ? '1 trial was' : `${added} trials were`;
          context.terminal.out.write(`${what} added to ${sweep.name} ${sweep.id}: ${formatCounts(sweep.counts)}.\n`);
        }
      } finally {
        await given?.dispose();
      }
    });
  });
}

/** The sweep's own seeds, and the smallest others until there are so many. */
function withSeeds(spec: SweepSpec, count: number): SweepSpec {
  const seeds = [...spec.seeds];
  if (count < seeds.length) {
    throw new GridsweepError(
      'invalid',
      `--seeds is ${count}, but the sweep has ${seeds.length} already; extend only adds. Expected at least ${seeds.length}.`,
    );
  }
  const taken = new Set(seeds);
  for (let seed = 0; seeds.length < count; seed++) if (!taken.has(seed)) seeds.push(seed);
  return { ...spec, seeds };
}
