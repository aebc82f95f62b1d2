import { describeSpecDifference, type CodeSpec, type Goal, type Provenance } from '@gridsweep/sweep';
import type { SweepRecord, TrialRecord } from '../record.ts';
import { matchCells, type ChangedParameter } from './match-cells.ts';
import { holm, compareSamples, type BySeed, type TwoSamples } from './two-samples.ts';
import { samePoints } from './same-points.ts';

/** What two sweeps differ in. */
export interface SweepDiff {
  readonly first: SweepName;
  readonly second: SweepName;
  /** What the second was asked for otherwise, a sentence each. */
  readonly settings: readonly string[];
  /** Parameters that neither varies and that matched cells have otherwise. */
  readonly changed: readonly (ChangedParameter & { readonly cells: number })[];
  /** Only what differs. */
  readonly provenance: readonly ProvenanceDifference[];
  /** The metric by which results are compared: the first sweep's. */
  readonly metric: { readonly name: string; readonly goal: Goal };
  readonly cells: readonly CellDiff[];
  readonly onlyFirst: readonly string[];
  readonly onlySecond: readonly string[];
  /** Of trials that both have, by cell and seed, and that have finished in both. */
  readonly points: PointsDiff;
}

export interface SweepName {
  readonly id: string;
  readonly name: string;
  readonly trials: number;
}

export interface ProvenanceDifference {
  readonly what: string;
  /** Each different value once, in the order of the trials. */
  readonly first: readonly string[];
  readonly second: readonly string[];
}

/** How the final values of one cell differ. */
export interface CellDiff {
  readonly label: string;
  readonly first: Side;
  readonly second: Side;
  /** Absent where either has no value, or a finished seed without a finite one. */
  readonly compared?: TwoSamples & {
    /** Corrected for all cells that are compared (Holm). */
    readonly adjustedP?: number;
    /** At 5 % for all cells together. */
    readonly isSignificant: boolean;
  };
}

/** Finished seeds of one cell. */
export interface Side {
  readonly finished: number;
  readonly diverged: number;
  /** Of the final values; null without one, or where one is not finite. */
  readonly mean: number | null;
  readonly seeds: number;
}

export interface PointsDiff {
  /** Trials that have finished in both. */
  readonly trials: number;
  /** Of them those whose points are all equal, bit for bit. */
  readonly identical: number;
  /** Points of the identical ones, in one of the sweeps. */
  readonly equalPoints: number;
  /** Whether neither sweep has anything else that has finished. */
  readonly isAll: boolean;
}

/** Significant for all cells together. */
const LEVEL = 0.05;

/** Pure; reads each point once. */
export function diffSweeps(first: SweepRecord, second: SweepRecord): SweepDiff {
  const { pairs, onlyFirst, onlySecond } = matchCells(first, second);
  const { name, goal } = first.metric;
  const sides = pairs.map((pair) => ({ pair, first: finals(pair.first, name), second: finals(pair.second, name) }));
  const compared = sides.map((side) =>
    isComparable(side.first) && isComparable(side.second)
      ? compareSamples(side.first.values, side.second.values)
      : undefined,
  );
  const tested = [...compared.keys()].filter((at) => compared[at]?.p !== undefined);
  const corrected = holm(tested.map((at) => compared[at]!.p!));
  const adjusted = new Map(tested.map((at, place) => [at, corrected[place]!]));
  return {
    first: nameOf(first),
    second: nameOf(second),
    settings: describeSpecDifference(first.spec, second.spec),
    changed: countChanges(pairs.flatMap(({ changed }) => changed)),
    provenance: provenanceDifferences(first, second),
    metric: { name, goal },
    cells: sides.map(({ pair: { label }, ...both }, at): CellDiff => {
      const result = compared[at];
      const p = adjusted.get(at);
      return {
        label,
        first: sideOf(both.first),
        second: sideOf(both.second),
        ...(result && {
          compared: {
            ...result,
            ...(p !== undefined && { adjustedP: p }),
            isSignificant: p !== undefined && p <= LEVEL,
          },
        }),
      };
    }),
    onlyFirst,
    onlySecond,
    points: comparePoints(first, second, pairs),
  };
}

function nameOf({ id, name, trials }: SweepRecord): SweepName {
  return { id, name, trials: trials.length };
}

interface Finals {
  readonly finished: number;
  readonly diverged: number;
  readonly values: BySeed;
}

function finals(trials: readonly TrialRecord[], metric: string): Finals {
  const finished = trials.filter(({ state }) => state === 'finished');
  const values = finished.flatMap(({ seed, points }) => {
    const last = points.findLast(({ name }) => name === metric);
    return last === undefined ? [] : [[seed, last.value] as const];
  });
  const diverged = finished.filter(({ outcome }) => outcome === 'diverged').length;
  return { finished: finished.length, diverged, values: new Map(values) };
}

/** A seed that diverged, or whose value is not finite, is not averaged away. */
function isComparable({ finished, diverged, values }: Finals): boolean {
  return values.size > 0 && values.size === finished && diverged === 0 && [...values.values()].every(Number.isFinite);
}

function sideOf(side: Finals): Side {
  const values = [...side.values.values()];
  const mean = isComparable(side) ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
  return { finished: side.finished, diverged: side.diverged, mean, seeds: values.length };
}

function countChanges(all: readonly ChangedParameter[]): SweepDiff['changed'] {
  const counted = new Map<string, ChangedParameter & { cells: number }>();
  for (const change of all) {
    const key = JSON.stringify([change.parameter, change.first ?? null, change.second ?? null]);
    const known = counted.get(key);
    if (known === undefined) counted.set(key, { ...change, cells: 1 });
    else known.cells += 1;
  }
  return [...counted.values()];
}

const PROVENANCE: readonly (readonly [string, (provenance: Provenance) => string])[] = [
  ['gridsweep', ({ version }) => version],
  ['engine', ({ engine, engineVariant }) => (engineVariant === '' ? engine : `${engine} (${engineVariant})`)],
  ['device', ({ device }) => device],
  ['Node.js', ({ nodeVersion }) => nodeVersion],
];

function provenanceDifferences(first: SweepRecord, second: SweepRecord): ProvenanceDifference[] {
  const code = [first, second].map((record) => (record.code === undefined ? [] : [codeText(record.code)]));
  const of = ({ trials }: SweepRecord, value: (provenance: Provenance) => string) => [
    ...new Set(trials.flatMap(({ provenance }) => provenance.map(value))),
  ];
  const all = [
    ...PROVENANCE.map(([what, value]) => ({ what, first: of(first, value), second: of(second, value) })),
    { what: 'code', first: code[0]!, second: code[1]! },
  ];
  return all.filter((one) => JSON.stringify(one.first.toSorted()) !== JSON.stringify(one.second.toSorted()));
}

function codeText({ sha256, git }: CodeSpec): string {
  const commit = git === undefined ? '' : `, commit ${git.commit.slice(0, 12)}${git.dirty ? ' with changes' : ''}`;
  return `${sha256.slice(0, 12)}${commit}`;
}

function comparePoints(
  first: SweepRecord,
  second: SweepRecord,
  pairs: ReturnType<typeof matchCells>['pairs'],
): PointsDiff {
  let [trials, identical, equalPoints] = [0, 0, 0];
  for (const pair of pairs) {
    const bySeed = new Map(pair.second.map((trial) => [trial.seed, trial]));
    for (const trial of pair.first) {
      const other = bySeed.get(trial.seed);
      if (trial.state !== 'finished' || other?.state !== 'finished') continue;
      trials += 1;
      if (!samePoints(trial, other)) continue;
      identical += 1;
      equalPoints += trial.points.length;
    }
  }
  const finished = [first, second].map((record) => record.trials.filter(({ state }) => state === 'finished').length);
  return { trials, identical, equalPoints, isAll: finished.every((count) => count === trials) };
}
