import { extent } from '../statistics.ts';
import type { Progress } from './progress-axis.ts';

/** What a reader of the curves must know. */
export interface CurveNote {
  /** Within the picture, where room is short and no caption may stand beside it. */
  readonly short: string;
  /** A sentence of the caption. */
  readonly sentence: string;
}

/** interval: 95 % interval of the mean; range: from the lowest to the highest seed, where no point has three. */
export type BandKind = 'interval' | 'range' | 'none';

/** What of a figure there is something to say about. */
export interface NotedCurves {
  readonly named: readonly { readonly seeds: number; readonly ends: readonly unknown[] }[];
  readonly behind: readonly unknown[];
  readonly cells: number;
  readonly band: BandKind;
  readonly window: number;
  readonly across: { readonly by: Progress };
  readonly up: { readonly note?: string };
}

export function curveNotes({ named, behind, cells, band, window, across, up }: NotedCurves): CurveNote[] {
  const diverged = named.some(({ ends }) => ends.length > 0);
  return [
    ...crowd(cells, named.length, behind.length),
    ...seeds(named, band),
    ...(window > 1 ? [smoothing(window, band)] : []),
    ...(across.by === 'time' ? [TIME] : []),
    ...(diverged ? [DIVERGED] : []),
    ...(up.note === undefined ? [] : [{ short: up.note.replace(/\.$/, ''), sentence: up.note }]),
  ];
}

function crowd(cells: number, named: number, behind: number): CurveNote[] {
  if (behind === 0) return [];
  const others = cells - named;
  const all = cells.toLocaleString('en-US');
  const which = behind === others ? 'the others' : `${behind} of the others, evenly by rank,`;
  return [
    {
      short: `${named} best of ${all} cells in colour; ${which.replace(', evenly by rank,', '')} in grey`,
      sentence: `The ${named} best of ${all} cells are drawn in colour, ${which} in grey behind them.`,
    },
  ];
}

function seeds(named: NotedCurves['named'], band: BandKind): CurveNote[] {
  const counts = named.map((curve) => curve.seeds).filter((count) => count > 0);
  const [fewest, most] = extent(counts.length === 0 ? [1] : counts);
  if (most <= 1) return [{ short: 'one seed each', sentence: 'Every line is one seed.' }];
  const howMany = fewest === most ? `${most}` : `${fewest} to ${most}`;
  const mean = { short: `mean of ${howMany} seeds`, sentence: `Lines are means over ${howMany} seeds` };
  switch (band) {
    case 'interval':
      return [
        {
          short: `${mean.short}; band: 95 % interval of the mean`,
          sentence: `${mean.sentence}; bands are 95 % confidence intervals of the mean at each point (Student’s t), where at least 3 seeds have a value.`,
        },
      ];
    case 'range':
      return [
        {
          short: `${mean.short}; band: lowest to highest seed`,
          sentence: `${mean.sentence}; bands reach from the lowest to the highest seed.`,
        },
      ];
    case 'none':
      return [{ short: mean.short, sentence: `${mean.sentence}.` }];
  }
}

function smoothing(window: number, band: BandKind): CurveNote {
  const end = (window + 1) / 2;
  const what = band === 'none' ? '' : ', bands too';
  const recorded = band === 'none' ? ' The values as recorded are faint.' : '';
  return {
    short: `moving mean of ${window} points${band === 'none' ? '; faint: as recorded' : ''}`,
    sentence: `Curves are smoothed by a centred moving mean of ${window} points${what} (at the start fewer, at the very end the last ${end}).${recorded}`,
  };
}

const TIME: CurveNote = {
  short: 'time: mean run time of the cell, evenly over its steps',
  sentence: 'Time is the mean run time of a cell’s trials, spread evenly over their steps.',
};

const DIVERGED: CurveNote = {
  short: '×: a seed diverged',
  sentence:
    'A cross marks where a seed diverged, that is, was last finite; seeds that diverged are in no mean unless all of a cell did.',
};
