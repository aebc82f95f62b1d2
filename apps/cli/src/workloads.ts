import { commandWorkload } from '@gridsweep/command';
import { lenetWorkload } from '@gridsweep/lenet';
import { WorkloadList } from './workload-list.ts';

/** What sweeps can train. What trains them is in trainables.ts. */
export const WORKLOADS = new WorkloadList([lenetWorkload, commandWorkload]);

/** By workload, what to know where no agent trains it. */
export const HINTS: Readonly<Record<string, string>> = {
  [commandWorkload.name]: 'agents run commands only when started with --allow-command',
};
