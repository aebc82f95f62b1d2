import { CLASS_NAMES, CLASSES } from '@gridsweep/cifar10';
import { column, plain, type Predictions, type Table } from '@gridsweep/results';
import { HOW_SHRUNK } from './picture/network-input.ts';
import { accuracyOf, mostLikely } from './test-predictions.ts';

/** A person's picture and the probabilities of its classes. */
export interface NamedPrediction {
  readonly file: string;
  readonly probabilities: Float32Array;
}

const SHOWN_CLASSES = 3;
const SHOWN_CONFUSIONS = 3;
const SHOWN_MISTAKES = 10;

const ORDINALS = ['1st', '2nd', '3rd'];

/** What a network takes pictures for: the three most likely classes of each. */
export function pictureTable(what: string, pictures: readonly NamedPrediction[]): Table {
  return {
    title: `What ${what} takes them for`,
    columns: [column('file', 'picture'), ...ORDINALS.map((ordinal) => column(ordinal, ordinal))],
    rows: pictures.map(({ file, probabilities }) => [
      plain(file),
      ...ranked(probabilities)
        .slice(0, SHOWN_CLASSES)
        .map((of) => plain(`${CLASS_NAMES[of]!} ${percent(probabilities[of]!)}`)),
    ]),
    notes: [HOW_SHRUNK, `The network knows ${CLASSES} classes and takes whatever it sees for one of them.`],
  };
}

/** How often each class is recognised, and for what it is taken else. */
export function classTable(what: string, predictions: Predictions): Table {
  const { classes, confusion } = predictions;
  return {
    title: `${what}: ${percent(accuracyOf(predictions))} of the test set is recognised`,
    columns: [
      column('class', 'class'),
      column('right', 'recognised', { align: 'right' }),
      column('taken_for', 'else mostly taken for'),
    ],
    rows: confusion.map((row, label) => {
      const total = row.reduce((sum, count) => sum + count, 0);
      const others = ranked(row).filter((taken) => taken !== label && row[taken]! > 0);
      return [
        plain(classes[label]),
        plain(total === 0 ? '' : percent(row[label]! / total)),
        plain(
          others
            .slice(0, SHOWN_CONFUSIONS)
            .map((taken) => `${classes[taken]!} ${row[taken]!}`)
            .join(', '),
        ),
      ];
    }),
    notes: [],
  };
}

/** The mistakes that a network was surest of. */
export function mistakeTable({ classes, examples }: Predictions): Table {
  const mistakes = examples
    .map((picture) => ({ ...picture, taken: mostLikely(picture.probabilities) }))
    .filter(({ label, taken }) => taken !== label)
    .toSorted((a, b) => b.probabilities[b.taken]! - a.probabilities[a.taken]!)
    .slice(0, SHOWN_MISTAKES);
  return {
    title: 'Its surest mistakes',
    columns: [
      column('index', 'test image', { align: 'right' }),
      column('label', 'is'),
      column('taken_for', 'was taken for'),
      column('probability', 'how surely', { align: 'right' }),
    ],
    rows: mistakes.map(({ index, label, taken, probabilities }) => [
      plain(index),
      plain(classes[label]),
      plain(classes[taken]),
      { value: probabilities[taken]!, text: percent(probabilities[taken]!) },
    ]),
    notes: mistakes.length === 0 ? ['There are none.'] : [],
  };
}

/** Places of the largest values first; of equals the first. */
function ranked(values: ArrayLike<number>): number[] {
  return Array.from(values, (_, at) => at).sort((a, b) => values[b]! - values[a]! || a - b);
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : 'not finite';
}
