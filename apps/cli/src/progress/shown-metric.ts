import type { MetricDeclaration, MetricPoint } from '@gridsweep/sweep';
import type { TrialView } from '@gridsweep/protocol';
import { formatWithUnit, metricFormat } from '@gridsweep/results';

/** A metric of which a line about a trial has room for the newest value. */
export interface ShownMetric {
  readonly name: string;
  readonly label: string;
  readonly format: (value: number) => string;
}

/** The sweep's own metric, and the training loss, or whatever else is declared as seen in training. */
export function shownMetrics(metric: string, declared: readonly MetricDeclaration[]): ShownMetric[] {
  const training = declared.find(({ name }) => name.startsWith('train/') && name !== metric);
  return [metric, ...(training === undefined ? [] : [training.name])].map((name) => {
    const format = metricFormat(name, declared);
    return { name, label: format.label, format: (value) => formatWithUnit(format, value) };
  });
}

/** The newest point of a metric. */
export function newest(trial: TrialView | undefined, name: string): MetricPoint | undefined {
  return trial?.latest.find((point) => point.name === name);
}

/** The newest values that a trial has of the shown metrics. */
export function valuesOf(
  trial: TrialView,
  metrics: readonly ShownMetric[],
): { readonly label: string; readonly text: string }[] {
  return metrics.flatMap(({ name, label, format }) => {
    const point = newest(trial, name);
    return point === undefined ? [] : [{ label, text: format(point.value) }];
  });
}
