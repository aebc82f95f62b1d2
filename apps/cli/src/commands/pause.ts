import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { changeCommand } from './change-sweep.ts';

export function pauseCommand(context: Context): Command {
  return changeCommand(context, {
    name: 'pause',
    description: 'hand out no more trials of a sweep; running ones go on',
    done: () => 'is paused',
    change: (sweeps, sweep, options) => sweeps.pause(sweep, options),
  });
}
