import type { Trainable } from '@gridsweep/sweep';
import { prepareCommands, type CommandPrepared, type CommandSetup } from './setup.ts';
import { trainCommand } from './train-command.ts';
import { commandWorkload } from './workload.ts';

/** Beside what a command may take to stop: for killing it, and for removing its folder. */
const CLEANUP_MS = 15_000;

/** Trains by running a person's own command. */
export const commandTrainable: Trainable<CommandSetup, CommandPrepared> = {
  workload: commandWorkload.name,
  prepare: prepareCommands,
  open: (prepared) =>
    Promise.resolve({
      engine: 'command',
      engineVariant: '',
      cancelWithinMs: prepared.stopWithinMs + CLEANUP_MS,
      train: (trial, options) => trainCommand(prepared, trial, options),
    }),
};
