import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { changeCommand } from './change-sweep.ts';

export function resumeCommand(context: Context): Command {
  return changeCommand(context, {
    name: 'resume',
    description: 'hand out trials of a paused sweep again',
    done: () => 'is active again',
    change: (sweeps, sweep, options) => sweeps.resume(sweep, options),
  });
}
