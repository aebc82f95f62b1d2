import type { Summary } from '../aggregate.ts';
import type { Model } from '../compare/comparison.ts';
import { countOf, formatDifference, metricFormat, type MetricFormat } from '../value-format.ts';
import { cite, citing, type CitedText } from './cited-text.ts';

/** The statistical procedure that was used, and only that, with where it comes from. */
export function statisticsText(summary: Summary): CitedText[] {
  const { comparison, cells, metrics } = summary;
  const format = metricFormat(comparison.metric, metrics);
  const hasIntervals = cells.some(({ final }) => final?.interval !== undefined);
  const rates = cells.some(({ diverged, failed }) => (diverged?.count ?? 0) > 0 || (failed?.count ?? 0) > 0);
  return [
    ...(hasIntervals
      ? [
          citing`Of each setting its mean over seeds is given with the 95 % confidence interval by Student's t ${cite('student1908probable')}.`,
        ]
      : []),
    ...(comparison.model === undefined ? [withoutModel(summary)] : modelText(comparison.model, format)),
    ...(comparison.pairing === undefined
      ? []
      : [
          citing`The same seeds went up and down together with a mean correlation of ${comparison.pairing.correlation.toFixed(2).replace('-', '−')} between settings (${comparison.pairing.seeds} common seeds).`,
        ]),
    ...(rates
      ? [
          citing`Trials that diverged or failed are counted, with Wilson's 95 % interval of their share ${cite('wilson1927probable')}, and never averaged with others; settings with one of them are not compared.`,
        ]
      : []),
    ...sizeText(summary),
  ];
}

function withoutModel({ comparison, cells }: Summary): CitedText {
  const alone = cells.length > 0 && cells.every(({ seeds }) => seeds.length === 1);
  if (alone) return citing`With one seed a setting, nothing is said about how sure the order is.`;
  const compared = countOf(comparison.cells.length, 'setting');
  return citing`${compared} could be compared, too few for a statistical comparison of settings.`;
}

function modelText({ kind, residualStd, degreesOfFreedom, equalVarianceP }: Model, format: MetricFormat): CitedText[] {
  const spread = `residual standard deviation ${formatDifference(format, residualStd)}, ${countOf(degreesOfFreedom, 'degree')} of freedom`;
  const test: CitedText =
    equalVarianceP === undefined
      ? []
      : [`; Bartlett's test of equal variances: p ${pText(equalVarianceP)} `, cite('bartlett1937properties')];
  const best: CitedText = [
    "Each setting was compared with the best of the others by simultaneous 95 % intervals, Hsu's constrained multiple comparisons with the best ",
    cite('hsu1984constrained', 'hsu1996multiple'),
  ];
  const dunnett: CitedText = [", with critical values of Dunnett's distribution ", cite('dunnett1955multiple'), '.'];
  const ahead = citing`A setting is also called best where it is ahead of every other by the critical value of a single comparison ${cite('gutmann1987selected')}.`;
  switch (kind) {
    case 'blocks':
      return [
        [
          `The model is additive in setting and seed, each seed a block since an F test at the 1 % level told seeds apart, with one variance (${spread}`,
          ...test,
          '); where the paired differences of two settings vary more, their own variance holds.',
        ],
        [...best, ...dunnett],
        ahead,
      ];
    case 'pooled':
      return [
        [
          `The model has one mean a setting and one variance (${spread}`,
          ...test,
          '); where two settings vary more, their own variances hold, with the degrees of freedom of Welch ',
          cite('welch1947generalization'),
          '.',
        ],
        [...best, ...dunnett],
        ahead,
      ];
    case 'unequal':
      return [
        [
          'Variances are unequal (',
          ...(equalVarianceP === undefined
            ? [spread]
            : [`Bartlett's test: p ${pText(equalVarianceP)} `, cite('bartlett1937properties')]),
          '), so each pair of settings has a standard error of its own, of paired differences where seeds are blocks and else with the degrees of freedom of Welch ',
          cite('welch1947generalization'),
          '.',
        ],
        [...best, ", with critical values of Student's t by Šidák's inequality ", cite('sidak1967rectangular'), '.'],
        ahead,
      ];
  }
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

/** How far so many seeds carry. */
function sizeText({ comparison }: Summary): CitedText[] {
  const least = Math.min(...comparison.cells.map(({ n }) => n));
  if (comparison.model === undefined || least >= 10) return [];
  return [
    citing`${least < 5 ? 'Fewer than five seeds are a hint and no proof' : 'Fewer than ten seeds support a claim only as far as the intervals go'} (${countOf(least, 'seed')} here).`,
  ];
}
