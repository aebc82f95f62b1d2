import type { MetricDeclaration, SweepSpec, Workload } from '@gridsweep/sweep';

/** The workloads that a command line knows. */
export class WorkloadList {
  /** The first is what a spec means that names none. */
  readonly all: readonly Workload[];

  constructor(all: readonly Workload[]) {
    this.all = all;
  }

  /** Undefined where a sweep names a workload of another version of the program. */
  find(name: string): Workload | undefined {
    return this.all.find((workload) => workload.name === name);
  }

  /** What is declared of a sweep's metrics: by its workload, or of its own metric by the sweep itself. */
  metricsOf({ workload, metric }: Pick<SweepSpec, 'workload' | 'metric'>): readonly MetricDeclaration[] {
    const declared = this.find(workload)?.metrics ?? [];
    const { name, goal, unit } = metric;
    if (unit === undefined || declared.some((one) => one.name === name)) return declared;
    return [{ name, goal, unit, label: name }, ...declared];
  }
}
