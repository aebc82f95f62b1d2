import { Command } from 'commander';
import { examples, type Context } from '../context.ts';
import type { QuickstartOptions } from '../quickstart.ts';

export function quickstartCommand(context: Context): Command {
  return new Command('quickstart')
    .description('compare five optimizers, then four learning rates, on real CIFAR-10 on this machine')
    .option('--full', 'at full length: 15 and 10 epochs and three seeds instead of 3 and 2 epochs and one seed')
    .option('--new', 'start anew in place of the same experiments that are there')
    .option('-o, --output <folder>', 'folder to write the report to', 'report')
    .option('--json', 'print the results as JSON')
    .addHelpText('after', examples('quickstart', 'quickstart --full --output report-full'))
    .action(async (options: QuickstartOptions) => {
      const { runQuickstart } = await import('../quickstart.ts');
      await runQuickstart(context, options);
    });
}
