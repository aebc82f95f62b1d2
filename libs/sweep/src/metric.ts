/** What a workload says of one of its metrics. */
export interface MetricDeclaration {
  /** For example "test/accuracy". */
  readonly name: string;
  /** Of the values: "fraction" (of 1; shown as a percentage), "nats", "seconds", … */
  readonly unit: string;
  readonly goal: Goal;
  /** For people: "test accuracy". */
  readonly label: string;
  /** What guessing gives, in the metric's unit: 0.1 of an accuracy over ten equally frequent classes. */
  readonly chance?: number | undefined;
  /**
   * The metric of the same quantity on data that training and claim do not use. Where trials report it, epochs and cells are
   * chosen by it, and this metric at the last epoch is what is claimed of them.
   */
  readonly chooseBy?: string | undefined;
}

export const GOALS = ['maximize', 'minimize'] as const;
export type Goal = (typeof GOALS)[number];

/** Different metrics of one trial at most. */
export const MOST_METRICS = 200;

/** One observation, identified by (trial, name, step) (invariant I3). */
export interface MetricPoint {
  /** A metric's name; one that the workload does not declare is stored and shown all the same. */
  readonly name: string;
  /** Optimizer updates made before the observation. */
  readonly step: number;
  /** Epochs completed, with a fraction inside an epoch; absent where the workload counts none. */
  readonly epoch?: number | undefined;
  /** May be NaN or infinite: what a setting does is a result. */
  readonly value: number;
}

/**
 * What metrics, labels and made-up parameters may be called: 1 to 200 printable characters in one line, nothing that steers a
 * terminal or turns the text around.
 */
export const PRINTABLE_NAME = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]{1,200}$/u;
