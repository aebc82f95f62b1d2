import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { changeCommand } from './change-sweep.ts';

export function cancelCommand(context: Context): Command {
  return changeCommand(context, {
    name: 'cancel',
    description: 'end every trial of a sweep that has not ended',
    done: ({ counts }) => (counts.cancelled > 0 ? 'is cancelled' : 'had ended already'),
    change: (sweeps, sweep, options) => sweeps.cancel(sweep, options),
  });
}
