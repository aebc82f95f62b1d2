/** One turn of all processes of a contender. */
export interface Round {
  /** Images per second of all together. */
  readonly rate: number;
  /** Microseconds of processor time an image, which waiting for a processor does not add to. */
  readonly processorTime: number;
}

export interface RateSummary {
  readonly name: string;
  /** Processes side by side. */
  readonly slots: number;
  /** Images per second of all slots together. */
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Median of `processorTime`. */
  readonly processorTime: number;
}

/** @param rounds at least one. */
export function summarizeRounds(name: string, slots: number, rounds: readonly Round[]): RateSummary {
  const rates = rounds.map(({ rate }) => rate);
  const processorTime = median(rounds.map((round) => round.processorTime));
  return { name, slots, median: median(rates), least: Math.min(...rates), most: Math.max(...rates), processorTime };
}

export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const middle = sorted.slice(Math.ceil(half) - 1, Math.floor(half) + 1);
  return middle.reduce((sum, number) => sum + number, 0) / middle.length;
}
