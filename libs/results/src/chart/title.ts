import { metricFormat } from '../metric-format.ts';

/** "learning-rates" → "Learning rates". */
export function readableName(name: string): string {
  const words = name.replace(/[-_]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "Learning rates: train loss". */
export function sweepTitle(name: string, metric: string): string {
  return `${readableName(name)}: ${metricFormat(metric).title}`;
}
