import { canonicalJson } from './content-hash.ts';
import type { Goal } from './metric.ts';
import type { Parameters, ParameterValue } from './trial.ts';

/** How a number is drawn from [min, max], by W&B's names. `q_uniform` rounds to a multiple of q (default 1). */
export const DISTRIBUTIONS = ['uniform', 'log_uniform_values', 'int_uniform', 'q_uniform'] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** A range to draw from; both ends can be drawn by `int_uniform`, the upper not quite by the others. */
export interface RangeSpec {
  readonly distribution: Distribution;
  readonly min: number;
  readonly max: number;
  readonly q?: number | undefined;
}

/** What a sweep tries of one hyperparameter: at least one value, all different, or a range. */
export type ParameterSpec = ({ readonly values: readonly ParameterValue[] } | RangeSpec) & {
  /** Only in cells where each of these other parameters has one of the values; absent: in all. */
  readonly when?: Readonly<Record<string, readonly ParameterValue[]>> | undefined;
};

/** The code that a sweep brings, packed when it is submitted. */
export interface CodeSpec {
  /** SHA-256 of the tar file, lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Commit that was checked out, and whether files of it were changed; absent outside of a git repository. */
  readonly git?: { readonly commit: string; readonly dirty: boolean } | undefined;
}

/**
 * A sweep as asked for, defaults filled in. The keys are those of the file, so a SweepSpec written as JSON is a spec again.
 * The names and meanings that W&B's sweep files share are W&B's.
 */
export interface SweepSpec {
  readonly name: string;
  readonly workload: string;
  /**
   * grid: every combination, the last parameter varying fastest. random: `run_cap` different combinations drawn at random. list:
   * the combinations that `cells` names.
   */
  readonly method: 'grid' | 'random' | 'list';
  /** Of method list: what each cell has beside `parameters`, which then have one value each. */
  readonly cells?: readonly Parameters[] | undefined;
  /** Id of the sweep whose answer this one tests with fresh seeds. */
  readonly confirms?: string | undefined;
  /** Weights of each trial that stay when it has finished; absent: none. best: of the epoch that is best by the metric. */
  readonly keep_weights?: 'best' | 'last' | undefined;
  /** What "best" means in the results. */
  readonly metric: {
    readonly name: string;
    readonly goal: Goal;
    /** Of a metric that the workload does not declare: as `MetricDeclaration.unit`. */
    readonly unit?: string | undefined;
    /** As `MetricDeclaration.chooseBy`, in place of what the workload declares. */
    readonly choose_by?: string | undefined;
  };
  /** Of workload `command`: program and arguments, with macros; never given to a shell. */
  readonly command?: readonly string[] | undefined;
  /** What the macro ${program} stands for. */
  readonly program?: string | undefined;
  /** Of workload `command`: as written a folder; once submitted what it held. 'none': what is needed is there already. */
  readonly code?: string | CodeSpec | undefined;
  /** Labels that an agent must have to be given trials of this sweep. */
  readonly require?: Readonly<Record<string, string>> | undefined;
  /** In the author's order. A hyperparameter that is not named has the workload's default. */
  readonly parameters: Readonly<Record<string, ParameterSpec>>;
  /** Most cells; a grid then takes its first ones. Each cell is run with every seed. */
  readonly run_cap?: number | undefined;
  /** Each cell is run once with each; in the file also a count n for 0 … n-1. All different. */
  readonly seeds: readonly number[];
  /** Failed attempts that a trial survives. */
  readonly max_retries: number;
  /** Most trials of this sweep at once; without it, as many as there are slots. */
  readonly max_parallel?: number | undefined;
  /** Of method random: the same seed draws the same cells. */
  readonly random_seed: number;
}

/** The workload that runs a sweep's own program. A spec with `command` or `program` is of this workload without saying so. */
export const COMMAND_WORKLOAD = 'command';

/** Most trials of one sweep. */
export const MAX_TRIALS = 100_000;

/** Largest seed. */
export const MAX_SEED = 2 ** 32 - 1;

/** Most parameters of one sweep. */
export const MAX_PARAMETERS = 1000;

/**
 * Names of the parameters that are not the same in all cells, in the spec's order: the axes of its tables and plots. One with a
 * condition is among them: it is absent from some cells.
 */
export function axes(spec: SweepSpec): string[] {
  const varied = Object.entries(spec.parameters).flatMap(([name, parameter]) =>
    'values' in parameter && parameter.values.length === 1 && parameter.when === undefined ? [] : [name],
  );
  return [...varied, ...listAxes(spec.cells ?? [])];
}

/** Names of all parameters that the spec gives to its cells, and of those the ones that some cells lack. */
export function namedParameters({ parameters, cells = [] }: SweepSpec): {
  readonly names: readonly string[];
  readonly conditional: readonly string[];
} {
  const listed = new Map<string, number>();
  for (const name of cells.flatMap((cell) => Object.keys(cell))) listed.set(name, (listed.get(name) ?? 0) + 1);
  return {
    names: [...Object.keys(parameters), ...listed.keys()],
    conditional: [
      ...Object.entries(parameters).flatMap(([name, { when }]) => (when === undefined ? [] : [name])),
      ...[...listed].flatMap(([name, count]) => (count < cells.length ? [name] : [])),
    ],
  };
}

/** Names that not all listed cells have with the same value, as they appear. */
function listAxes(cells: readonly Parameters[]): string[] {
  const values = new Map<string, Set<string>>();
  const counts = new Map<string, number>();
  for (const [name, value] of cells.flatMap((cell) => Object.entries(cell))) {
    values.set(name, (values.get(name) ?? new Set()).add(canonicalJson(value)));
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...values].flatMap(([name, { size }]) => (size > 1 || counts.get(name)! < cells.length ? [name] : []));
}

/**
 * What the spec says to its workload beside parameters: what agents are given as a trial's `settings`. Where the best weights are
 * kept they say by which metric.
 */
export function settingsOf({ command, program, keep_weights, metric }: SweepSpec): Readonly<Record<string, unknown>> {
  return {
    ...(command && { command }),
    ...(program !== undefined && { program }),
    ...(keep_weights !== undefined && { keep_weights }),
    ...(keep_weights === 'best' && { metric }),
  };
}
