/** Names of the metrics that a trial reports. Accuracies are fractions in [0, 1]; losses are in nats. */
export const METRIC_NAMES = ['train/loss', 'test/loss', 'test/accuracy'] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

/** One observation, identified by (trial, name, step) (invariant I3). */
export interface MetricPoint {
  readonly name: MetricName;
  /** Optimizer updates made before the observation. */
  readonly step: number;
  /** Epochs completed, with a fraction inside an epoch. */
  readonly epoch: number;
  /** May be NaN or infinite: what a setting does is a result. */
  readonly value: number;
}
