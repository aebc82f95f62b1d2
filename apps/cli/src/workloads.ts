import { commandWorkload } from '@gridsweep/command';
import { lenetWorkload } from '@gridsweep/lenet';
import type { MetricDeclaration, SweepSpec, Workload } from '@gridsweep/sweep';

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

/** What is declared of a sweep's metrics: by its workload, or of its own metric by the sweep itself. */
export function metricsOf({ workload, metric }: Pick<SweepSpec, 'workload' | 'metric'>): readonly MetricDeclaration[] {
  const declared = findWorkload(workload)?.metrics ?? [];
  const { name, goal, unit } = metric;
  if (unit === undefined || declared.some((one) => one.name === name)) return declared;
  return [{ name, goal, unit, label: name }, ...declared];
}
