import { metricFormat } from '../metric-format.ts';
import { readableName } from '../readable-name.ts';

/** "Learning rates: training loss". */
export function sweepTitle(name: string, metric: string): string {
  return `${readableName(name)}: ${metricFormat(metric).title}`;
}
