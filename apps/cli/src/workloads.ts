import { commandWorkload } from '@gridsweep/command';
import { lenetWorkload } from '@gridsweep/lenet';
import type { MetricDeclaration, Workload } from '@gridsweep/sweep';

/** What sweeps can train; the first is what a spec means that names none. What trains them is in trainables.ts. */
export const WORKLOADS: readonly Workload[] = [lenetWorkload, commandWorkload];

/** By workload, what to know where no agent trains it. */
export const HINTS: Readonly<Record<string, string>> = {
  [commandWorkload.name]: 'agents run commands only when started with --allow-command',
};

/** Undefined where a sweep names a workload of another version of the program. */
export function findWorkload(name: string): Workload | undefined {
  return WORKLOADS.find((workload) => workload.name === name);
}

/** What a sweep's workload says of its metrics; nothing where it is not known here. */
export function metricsOf(workload: string): readonly MetricDeclaration[] {
  return findWorkload(workload)?.metrics ?? [];
}
