import type { CodeSpec, ParameterSpec } from '@gridsweep/sweep';
import type { Summary } from '../aggregate.ts';
import { formatParameter } from '../parameter-label.ts';
import { printable } from '../safe-text.ts';
import { countOf, formatDuration, joinWords, metricFormat } from '../value-format.ts';
import { cite, citing, withCitations, withCode, type CitedText } from './cited-text.ts';
import type { CitationKey } from './citations.ts';
import { sharedSettings } from './settings.ts';
import { statisticsText } from './statistics-text.ts';

/** One part of what a paper says of how its numbers came about. */
export interface MethodPart {
  readonly title: string;
  /** Whole sentences. */
  readonly sentences: readonly CitedText[];
}

/**
 * How the sweep was made and judged, from its record alone, in sentences that can be quoted.
 * @param deviceMs milliseconds that devices were busy with it; undefined where that is not known.
 */
export function methodText(summary: Summary, deviceMs: number | undefined): MethodPart[] {
  return [
    { title: 'Data and model', sentences: modelText(summary) },
    { title: 'Hyperparameters', sentences: hyperparameterText(summary) },
    { title: 'Trials', sentences: trialText(summary) },
    { title: 'Choice and claim', sentences: choiceText(summary) },
    { title: 'Statistics', sentences: statisticsText(summary) },
    { title: 'Software and hardware', sentences: machineText(summary, deviceMs) },
  ].filter(({ sentences }) => sentences.length > 0);
}

function modelText({ method, spec, sweep: { code } }: Summary): CitedText[] {
  if (method !== undefined) return withCitations(method.sentences.map((sentence) => withCode(printable(sentence))));
  if (spec.command === undefined && spec.program === undefined) return [];
  const command = (spec.command ?? [spec.program!]).map(printable).join(' ');
  return [
    citing`Each trial ran the command “${command}”, which reported its own metrics.`,
    ...(code === undefined ? [] : [citing`${codeText(code)}`]),
  ];
}

function codeText({ sha256, git }: CodeSpec): string {
  const changed = git?.dirty === true ? ' with changes that were not committed' : '';
  const commit = git === undefined ? '' : ` is git commit ${printable(git.commit.slice(0, 12))}${changed} and`;
  return `Its code${commit} has a SHA-256 that begins with ${sha256.slice(0, 16)}.`;
}

/** Where torch.optim's optimizers come from, and what they are called in a text. */
const OPTIMIZERS: Readonly<Record<string, readonly [string, CitationKey]>> = {
  sgd: ['stochastic gradient descent', 'robbins1951stochastic'],
  momentum: ['stochastic gradient descent with momentum', 'polyak1964methods'],
  rmsprop: ['RMSprop', 'tieleman2012rmsprop'],
  adam: ['Adam', 'kingma2015adam'],
  adagrad: ['Adagrad', 'duchi2011adaptive'],
};

function hyperparameterText(summary: Summary): CitedText[] {
  const { axes, spec, confounders, cells } = summary;
  const labels = new Map(cells.map(({ cellId, label }) => [cellId, label]));
  const varied = axes.map((axis) => `${printable(axis)} ${valuesText(axis, summary)}`);
  const shared = sharedSettings(summary).map(([name, value]) => `${name} ${value}`);
  const drawn = `${countOf(cells.length, 'setting')} drawn at random (seed ${spec.random_seed})`;
  return [
    ...optimizerText(summary),
    ...(varied.length === 0
      ? []
      : [citing`Varied: ${varied.join('; ')}${spec.method === 'random' ? `; ${drawn}` : ''}.`]),
    ...confounders.map(({ parameter, values }): CitedText => {
      const each = values.map(({ value, cellIds }) => {
        const which = joinWords(cellIds.map((cellId) => labels.get(cellId) ?? cellId));
        return `${formatParameter(value)} (${which})`;
      });
      return citing`Not varied on purpose, but different by default: ${printable(parameter)} ${joinWords(each)}.`;
    }),
    ...(shared.length === 0 ? [] : [citing`The same in all: ${shared.join('; ')}.`]),
  ];
}

/** What the sweep compares along an axis: its values, or the range that they were drawn from. */
function valuesText(axis: string, { spec, cells }: Summary): string {
  const parameter: ParameterSpec | undefined = Object.hasOwn(spec.parameters, axis) ? spec.parameters[axis] : undefined;
  if (parameter !== undefined && !('values' in parameter)) {
    const { distribution, min, max, q } = parameter;
    const step = q === undefined ? '' : `, in steps of ${formatParameter(q)}`;
    return `from ${formatParameter(min)} to ${formatParameter(max)} (${distribution.replaceAll('_', ' ')}${step})`;
  }
  const values = cells.flatMap(({ parameters }) =>
    parameters[axis] === undefined ? [] : formatParameter(parameters[axis]),
  );
  return `(${joinWords([...new Set(values)])})`;
}

/** The optimizers used, where the workload says what it does with them. */
function optimizerText({ cells, method }: Summary): CitedText[] {
  if (method === undefined) return [];
  const used = [...new Set(cells.map(({ parameters }) => parameters['optimizer']))].flatMap((name) =>
    typeof name === 'string' && Object.hasOwn(OPTIMIZERS, name) ? [{ name, known: OPTIMIZERS[name]! }] : [],
  );
  if (used.length === 0) return [];
  const list = used.flatMap(({ name, known: [words, key] }, at) => {
    const between = at === 0 ? '' : at === used.length - 1 ? ' and ' : ', ';
    const called = words.toLowerCase() === name ? words : `${words} (${name})`;
    return [`${between}${called} `, cite(key)];
  });
  const subject = used.length === 1 ? 'The optimizer is' : 'The optimizers are';
  return [
    [
      `${subject} `,
      ...list,
      ', with the definitions and, where nothing else is said, the default values of PyTorch ',
      cite('paszke2019pytorch'),
      '.',
    ],
  ];
}

function trialText({ cells, counts, spec }: Summary): CitedText[] {
  const seedsOf = new Set(cells.map(({ seeds }) => seeds.length));
  const [fewest, most] = [Math.min(...seedsOf), Math.max(...seedsOf)];
  const seeds =
    fewest === most ? `${countOf(most, 'seed')}${seedsText(spec.seeds, most)}` : `${fewest} to ${most} seeds`;
  const others = (['failed', 'cancelled', 'running', 'pending'] as const).flatMap((state) =>
    counts[state] === 0 ? [] : [`${counts[state].toLocaleString('en-US')} ${state}`],
  );
  const finished =
    others.length === 0
      ? 'all of which finished'
      : `of which ${counts.finished.toLocaleString('en-US')} finished (${others.join(', ')})`;
  const retries =
    spec.max_retries === 0
      ? []
      : [
          citing`A trial that a machine failed was tried again up to ${countOf(spec.max_retries, 'time')}; a result was never repeated.`,
        ];
  return [
    citing`${countOf(cells.length, 'setting')} with ${seeds} each: ${countOf(counts.total, 'trial')}, ${finished}.`,
    ...retries,
  ];
}

function seedsText(seeds: readonly number[], most: number): string {
  if (seeds.length !== most || seeds.length < 2) return '';
  const isRange = seeds.every((seed, at) => seed === seeds[0]! + at);
  return isRange ? ` (${seeds[0]!} to ${seeds.at(-1)!})` : ` (${joinWords(seeds.map(String))})`;
}

function choiceText(summary: Summary): CitedText[] {
  const { comparison, metrics, spec } = summary;
  const claimed = metricFormat(comparison.metric, metrics).label;
  const chosen = metricFormat(comparison.choiceMetric, metrics).label;
  const goal = summary.metric.goal === 'maximize' ? 'highest' : 'lowest';
  return [
    ...(spec.confirms === undefined
      ? []
      : [
          citing`This sweep tests with fresh seeds what sweep ${spec.confirms.slice(0, 12)} chose; of that sweep's own numbers it uses none.`,
        ]),
    comparison.metric === comparison.choiceMetric
      ? citing`Settings were ranked by their mean ${claimed} at the end of training, ${goal} first. The same values are reported of them: nothing was kept apart for choosing, so the value of the chosen setting is somewhat too good.`
      : citing`Settings were chosen by their mean ${chosen}, ${goal} first; what is reported of them is the ${claimed} at the end of training, which played no part in the choice.`,
    citing`The ${claimed} at the end of training is the one metric that was declared beforehand; every other comparison is exploratory.`,
  ];
}

function machineText({ provenance }: Summary, deviceMs: number | undefined): CitedText[] {
  if (provenance.length === 0) return [];
  const distinct = (texts: readonly string[]) => joinWords([...new Set(texts.map(printable))]);
  const engines = provenance.map(({ engine, engineVariant }) =>
    engineVariant === '' ? engine : `${engine} (${engineVariant})`,
  );
  const isTensorflow = provenance.some(({ engine }) => engine === 'tensorflow');
  const seconds = deviceMs === undefined ? '' : Math.round(deviceMs / 1000).toLocaleString('en-US');
  return [
    [
      `Computed with Gridsweep ${distinct(provenance.map(({ version }) => version))}, engine ${distinct(engines)}`,
      ...(isTensorflow ? [' ', cite('abadi2016tensorflow')] : []),
      `, Node.js ${distinct(provenance.map(({ nodeVersion }) => nodeVersion))}, on ${distinct(provenance.map(({ device }) => device))}.`,
    ],
    ...(deviceMs === undefined
      ? []
      : [citing`All trials together took ${seconds} device-seconds (${formatDuration(deviceMs)}).`]),
  ];
}
