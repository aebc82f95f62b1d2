import { Command } from 'commander';
import type { LogRecord } from '@gridsweep/protocol';
import { coordinatorOption, examples, jsonOption, printJsonLine, withClient } from '../context.ts';
import type { ClientOptions, Context } from '../context.ts';
import type { Colors } from '../terminal.ts';

interface Options extends ClientOptions {
  readonly follow?: boolean;
  readonly trial?: string;
}

export function logsCommand(context: Context): Command {
  const command = new Command('logs')
    .description('print what agents logged about the trials of a sweep')
    .argument('<sweep>', "a sweep's id, a unique beginning of one, or its name")
    .option('-f, --follow', 'go on with new lines until the sweep has ended')
    .option('--trial <trial>', "one trial only: its id or its index in the sweep's order");
  coordinatorOption(jsonOption(command, 'print one line of JSON for each log line'));
  command.addHelpText('after', examples('logs optimizers', 'logs a1b2 --trial 3 --follow'));
  return command.action(async (sweep: string, { follow = false, trial, ...options }: Options) => {
    const { out } = context.terminal;
    await withClient(context, options, async ({ sweeps }) => {
      const request = { sweep, follow, ...(trial !== undefined && { trial }) };
      for await (const record of sweeps.streamLogs(request, { signal: context.interrupt })) {
        if (options.json) printJsonLine(context, record);
        else out.write(`${formatLog(record, out.colors)}\n`);
      }
    });
  });
}

/** The trial by its index in the sweep's order, as `--trial` takes it. */
function formatLog({ time, level, trialIndex, attempt, agentId, message }: LogRecord, colors: Colors): string {
  const tone = { info: colors.green, warn: colors.yellow, error: colors.red }[level];
  const source = colors.dim(`#${trialIndex}${attempt > 1 ? ` attempt ${attempt}` : ''} ${agentId}`);
  return `${colors.dim(new Date(time).toISOString())} ${tone(level.padEnd(5))} ${source} ${message}`;
}
