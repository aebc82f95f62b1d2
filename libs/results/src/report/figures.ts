import type { Summary } from '../aggregate.ts';
import { curveChart } from '../chart/curve-chart.ts';
import { heatMap } from '../chart/heat-map.ts';
import { NARROW, WIDE, type Drawing, type Layout } from '../chart/layout.ts';
import { readableName } from '../readable-name.ts';
import { metricFormat } from '../metric-format.ts';
import { slug } from '../slug.ts';

/** One picture of a report, laid out twice. */
export interface Figure {
  /** File name without its ending. */
  readonly name: string;
  /** What it shows, in words. */
  readonly caption: string;
  readonly wide: Drawing;
  readonly narrow: Drawing;
}

/** The two experiments of the report that users reproduce have their figures numbered as there. */
const FIRST_FIGURE: Readonly<Record<string, number>> = { optimizers: 2, 'learning-rates': 4 };

/** Training loss, test accuracy and, of a two-way grid, a heat map; each only where the sweep has the points for it. */
export function sweepFigures(summary: Summary, sweepSlug: string): Figure[] {
  const first = FIRST_FIGURE[slug(summary.sweep.name)];
  const name = readableName(summary.sweep.name);
  const cell = summary.axes.length === 0 ? 'the cell' : `each ${summary.axes.join(' × ')}`;
  const numbered = (offset: number, what: string) =>
    first === undefined
      ? { name: `${sweepSlug}-${what}`, start: '' }
      : { name: `figure-${first + offset}-${sweepSlug}-${what}`, start: `Figure ${first + offset}. ` };
  const loss = numbered(0, 'train-loss');
  const accuracy = numbered(1, 'test-accuracy');
  const { title } = metricFormat(summary.metric.name);
  return [
    ...figure(loss.name, `${loss.start}${name}: training loss against iteration, for ${cell}.`, (layout) =>
      curveChart(summary, { metric: 'train/loss', by: 'step' }, layout),
    ),
    ...figure(
      accuracy.name,
      `${accuracy.start}${name}: accuracy on the test set after every epoch, for ${cell}.`,
      (layout) => curveChart(summary, { metric: 'test/accuracy', by: 'epoch' }, layout),
    ),
    ...figure(
      `heat-map-${sweepSlug}-${slug(summary.metric.name)}`,
      `${name}: final ${title} of every crossing.`,
      (layout) => heatMap(summary, layout),
    ),
  ];
}

function figure(name: string, caption: string, draw: (layout: Layout) => Drawing | undefined): Figure[] {
  const [wide, narrow] = [draw(WIDE), draw(NARROW)];
  return wide === undefined || narrow === undefined ? [] : [{ name, caption, wide, narrow }];
}
