import type { MetricPoint } from '@gridsweep/sweep';

/** A point that two runs did not report alike, its values as text (which has NaN); null where one has not reported it. */
export interface Difference {
  readonly name: string;
  readonly step: number;
  readonly values: readonly [string | null, string | null];
}

/** The points of one run. Of a point that is reported twice, the first one stays, as where they are stored (I3). */
export class PointSet {
  readonly #values = new Map<string, Map<number, number>>();
  #first = Infinity;
  #last = -Infinity;

  add(points: readonly MetricPoint[]): void {
    for (const { name, step, value } of points) {
      const values = this.#values.get(name) ?? new Map<number, number>();
      this.#values.set(name, values);
      if (!values.has(step)) values.set(step, value);
      this.#first = Math.min(this.#first, step);
      this.#last = Math.max(this.#last, step);
    }
  }

  get names(): string[] {
    return [...this.#values.keys()];
  }

  get count(): number {
    return [...this.#values.values()].reduce((sum, values) => sum + values.size, 0);
  }

  /** Infinity where there are no points. */
  get firstStep(): number {
    return this.#first;
  }

  /** -Infinity where there are no points. */
  get lastStep(): number {
    return this.#last;
  }

  /**
   * Compares the points after a step of two runs, as far as both came: how many were compared, and the first difference of each
   * metric that has one, in the order of their steps. At the last step of either, only what both have reported counts, as the
   * runs may have been ended in the midst of it.
   * @param except names of metrics that are not compared
   */
  compare(
    other: PointSet,
    afterStep: number,
    except: readonly string[] = [],
  ): { readonly compared: number; readonly differences: readonly Difference[] } {
    const end = Math.min(this.#last, other.#last);
    let compared = 0;
    const differences: Difference[] = [];
    for (const name of new Set([...this.names, ...other.names])) {
      if (except.includes(name)) continue;
      const [mine, others] = [this.#values.get(name), other.#values.get(name)];
      const steps = [...new Set([...(mine?.keys() ?? []), ...(others?.keys() ?? [])])]
        .filter((step) => step > afterStep && step <= end)
        .sort((a, b) => a - b);
      const first = steps.find((step) => {
        const values = [mine?.get(step), others?.get(step)];
        const isMissing = values.includes(undefined);
        if (!isMissing) compared++;
        return isMissing ? step < end : !Object.is(values[0], values[1]);
      });
      if (first === undefined) continue;
      differences.push({ name, step: first, values: [textOf(mine?.get(first)), textOf(others?.get(first))] });
    }
    return { compared, differences: differences.sort((a, b) => a.step - b.step) };
  }
}

function textOf(value: number | undefined): string | null {
  return value === undefined ? null : String(value);
}
