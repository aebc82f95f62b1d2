import { Command } from 'commander';
import { agentCommand } from './commands/agent.ts';
import { agentsCommand } from './commands/agents.ts';
import { cancelCommand } from './commands/cancel.ts';
import { confirmCommand } from './commands/confirm.ts';
import { completionCommand } from './commands/completion.ts';
import { coordinatorCommand } from './commands/coordinator.ts';
import { datasetCommand } from './commands/dataset.ts';
import { deleteCommand } from './commands/delete.ts';
import { devicesCommand } from './commands/devices.ts';
import { diffCommand } from './commands/diff.ts';
import { drainCommand } from './commands/drain.ts';
import { exportCommand } from './commands/export.ts';
import { extendCommand } from './commands/extend.ts';
import { listCommand } from './commands/list.ts';
import { logsCommand } from './commands/logs.ts';
import { pauseCommand } from './commands/pause.ts';
import { predictCommand } from './commands/predict.ts';
import { quickstartCommand } from './commands/quickstart.ts';
import { reportCommand } from './commands/report.ts';
import { resultsCommand } from './commands/results.ts';
import { resumeCommand } from './commands/resume.ts';
import { retryCommand } from './commands/retry.ts';
import { schemaCommand } from './commands/schema.ts';
import { setupCommand } from './commands/setup.ts';
import { statusCommand } from './commands/status.ts';
import { submitCommand } from './commands/submit.ts';
import { trainCommand } from './commands/train.ts';
import { tryCommand } from './commands/try.ts';
import { watchCommand } from './commands/watch.ts';
import type { Context } from './context.ts';
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './exit-code.ts';
import { tellFailure } from './failure.ts';
import { VERSION } from './version.ts';

/**
 * Commands by the heading under which `gridsweep --help` lists them. What only one of them needs and is slow to load (a
 * database, charts), it imports when it runs.
 */
const GROUPS = {
  'Start here:': [quickstartCommand, trainCommand, datasetCommand, setupCommand],
  'Sweeps:': [
    submitCommand,
    tryCommand,
    listCommand,
    statusCommand,
    watchCommand,
    resultsCommand,
    reportCommand,
    exportCommand,
    confirmCommand,
    diffCommand,
    predictCommand,
    logsCommand,
  ],
  'Steer a sweep:': [pauseCommand, resumeCommand, cancelCommand, retryCommand, extendCommand, deleteCommand],
  'Run the service:': [coordinatorCommand, agentCommand, agentsCommand, drainCommand, devicesCommand],
  'Set up your shell and editor:': [completionCommand, schemaCommand],
};

/** The whole command line. */
export function program(context: Context): Command {
  const { out, err } = context.terminal;
  const root = new Command('gridsweep')
    .description('Hyperparameter sweeps over many GPUs: which optimizer, which learning rate, and am I sure?')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addHelpText('after', EXIT_CODES_HELP);
  for (const [heading, commands] of Object.entries(GROUPS)) {
    for (const command of commands) root.addCommand(command(context).helpGroup(heading));
  }
  for (const command of withSubcommands(root)) {
    command
      .exitOverride()
      .configureOutput({ writeOut: (text) => out.write(text), writeErr: (text) => err.write(text) });
    command.showHelpAfterError(`(${pathOf(command)} --help shows what is possible)`).showSuggestionAfterError();
  }
  return root;
}

/** Runs one command line. Never throws. @returns the process's exit status. */
export async function run(args: readonly string[], given: Omit<Context, 'exitCode'>): Promise<ExitCode> {
  const context: Context = { ...given, exitCode: EXIT.ok };
  const wantsJson = args.slice(0, args.includes('--') ? args.indexOf('--') : undefined).includes('--json');
  try {
    const root = program(context);
    if (wantsJson) silenceUsageErrors(root);
    await root.parseAsync(args, { from: 'user' });
    return context.exitCode;
  } catch (thrown) {
    return tellFailure(context, thrown, wantsJson);
  }
}

/** With --json the one JSON object on standard error is all there is. */
function silenceUsageErrors(root: Command): void {
  for (const command of withSubcommands(root)) {
    command.showHelpAfterError(false).configureOutput({ outputError: () => undefined });
  }
}

/** A command and all below it. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
