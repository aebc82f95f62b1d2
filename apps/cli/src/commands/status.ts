import { Command } from 'commander';
import { coordinatorOption, examples, jsonOption, printJson, printJsonList, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import { collectTrials } from '../collect-record.ts';
import { SweepView } from '../progress/sweep-view.ts';
import { printTable, sweepTable, trialTable } from '../tables.ts';

export function statusCommand(context: Context): Command {
  const command = new Command('status')
    .description('show a sweep and its trials as they stand; without a sweep, all sweeps')
    .argument('[sweep]', "a sweep's id, a unique beginning of one, or its name");
  coordinatorOption(jsonOption(command));
  command.addHelpText('after', examples('status', 'status optimizers', 'status a1b2 --json'));
  return command.action(async (sweep: string | undefined, options: ClientOptions) => {
    const call = { signal: context.interrupt };
    await withClient(context, options, async ({ sweeps }) => {
      if (sweep === undefined) {
        const all = await sweeps.list(call);
        if (options.json) printJson(context, all);
        else await printTable(context.terminal.out, sweepTable(all, Date.now()));
        return;
      }
      const found = await sweeps.get(sweep, call);
      const trials = await collectTrials(sweeps, found.id, call);
      if (options.json) {
        await printJsonList(context, { sweep: found }, 'trials', trials);
        return;
      }
      const view = new SweepView(found, context.workloads);
      view.update({ sweep: found, trials });
      await printTable(context.terminal.out, trialTable(view));
    });
  });
}
