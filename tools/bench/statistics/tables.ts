import { seedsNeeded } from '../../../libs/results/src/statistics/power.ts';
import { AHEAD } from '../../../libs/results/src/compare/best.ts';
import { SPREADS, type Condition } from './condition.ts';
import { simulateAll, type Draw } from './simulate-all.ts';

const CELLS = [2, 5, 20, 50] as const;
const SEEDS = [3, 5, 10, 20] as const;
const CORRELATIONS = [0, 0.4, 0.8] as const;
const ORDINARY = { spread: 'equal', correlation: 0, diverging: 0 } as const;

/** Pieces of Markdown. @param sweeps to draw of each condition */
export async function tables(sweeps: number): Promise<string[]> {
  return [
    ...(await errors(sweeps)),
    ...(await twentyCells(sweeps)),
    ...(await gains(sweeps)),
    ...(await seedsThatSuffice(sweeps)),
  ];
}

/** Of each number of cells and seeds the condition that loses the truly best cell most often, drawn anew so that it was not chosen for luck. */
async function errors(sweeps: number): Promise<string[]> {
  const sizes = CELLS.flatMap((cells) => SEEDS.map((seeds) => ({ cells, seeds })));
  const conditions = sizes.map((size) => conditionsOf(size).map((condition) => drawOf(condition, sweeps)));
  const first = await simulateAll(conditions.flat(), 1);
  let at = 0;
  const worst = conditions.map((draws) => {
    const measured = draws.map((draw) => ({ draw, ...first[at++] }));
    const byLoss = measured.toSorted((a, b) => b.lost - a.lost)[0];
    const byTextbook = measured.toSorted((a, b) => b.textbook.lost - a.textbook.lost)[0];
    const means = measured.map((one) => one.means);
    const covered = Math.min(...measured.map((one) => one.covered));
    return { condition: byLoss.draw.condition, hard: byTextbook.draw.condition, means, covered, count: draws.length };
  });
  const again = await simulateAll(
    worst.flatMap(({ condition, hard }) => [drawOf(condition, 4 * sweeps), drawOf(hard, sweeps)]),
    2,
  );
  const rows = worst.map(({ condition, means, covered }, index) => {
    const [ours, textbook] = [again[2 * index], again[2 * index + 1]];
    return [
      ...[String(condition.cells), String(condition.seeds), withError(ours.lost, drawOf(condition, 4 * sweeps).sweeps)],
      `${condition.means}, ${condition.spread}, ρ ${condition.correlation}`,
      percent(textbook.textbook.lost),
      `${percent(Math.min(...means))} to ${percent(Math.max(...means))}`,
      percent(covered),
    ];
  });
  return [
    '### How often the truly best cell is called not-best',
    `Of ${sum(worst.map(({ count }) => count))} conditions, for each number of cells and seeds the worst one (standard error of the simulation in brackets): all cells tied or two, eight patterns of ` +
      'standard deviations, seeds uncorrelated or correlated. "Textbook" is the worst for Hsu with one pooled variance. Then the least and greatest ' +
      'coverage of single means’ intervals over all conditions, and the least joint coverage of the differences from the best.',
    table(
      [
        'cells',
        'seeds',
        'lost, %',
        'worst condition',
        'textbook lost, %',
        'means covered, %',
        'differences covered, %',
      ],
      rows,
    ),
  ];
}

function conditionsOf(size: Pick<Condition, 'cells' | 'seeds'>): Condition[] {
  const patterns = Object.keys(SPREADS) as (keyof typeof SPREADS)[];
  const means = size.cells === 2 ? (['tied'] as const) : (['tied', 'two tied'] as const);
  return patterns.flatMap((spread) =>
    means.flatMap((kind) =>
      CORRELATIONS.map((correlation) => ({ ...size, means: kind, spread, correlation, diverging: 0 })),
    ),
  );
}

async function twentyCells(sweeps: number): Promise<string[]> {
  const size = { cells: 20, seeds: 3, correlation: 0, diverging: 0 } as const;
  const conditions: Condition[] = [
    ...(Object.keys(SPREADS) as (keyof typeof SPREADS)[]).map(
      (spread) => ({ ...size, means: 'tied', spread }) as const,
    ),
    ...([0.4, 0.8] as const).map((correlation) => ({ ...size, means: 'tied', spread: 'equal', correlation }) as const),
    { ...size, means: 'tied', spread: 'equal', diverging: 0.3 },
    { ...size, means: 'third tied', spread: 'best 4×', diverging: 0.3 },
    { ...size, means: 'falling', spread: 'best 4×' },
    { ...size, means: 'falling', spread: 'one rival 4×' },
  ];
  const measured = await simulateAll(
    conditions.map((condition) => drawOf(condition, sweeps)),
    3,
  );
  const rows = conditions.map(({ means, spread, correlation, diverging }, index) => {
    const { lost, textbook, bestAgainstNext, kinds } = measured[index];
    return [
      `${means}, ${spread}${correlation > 0 ? `, ρ ${correlation}` : ''}${diverging > 0 ? ', a third diverges' : ''}`,
      ...[withError(lost, sweeps), percent(textbook.lost), percent(bestAgainstNext.lost)],
      ...[percent(kinds.pooled), percent(kinds.blocks), percent(kinds.unequal)],
    ];
  });
  return [
    '### The same for 20 cells with 3 seeds',
    table(
      [
        'condition',
        'lost, %',
        'textbook lost, %',
        'best against next lost, %',
        'model: pooled, %',
        'blocks, %',
        'unequal, %',
      ],
      rows,
    ),
  ];
}

async function gains(sweeps: number): Promise<string[]> {
  const cases = [
    ...[0, 0.4, 0.8].flatMap((correlation) =>
      (['2 ahead', '3 ahead', '4 ahead', 'stairs, 3 ahead'] as const).map((means) => ({
        cells: 20,
        seeds: 3,
        means,
        correlation,
      })),
    ),
    ...([5, 10] as const).flatMap((seeds) =>
      (['2 ahead', '3 ahead'] as const).map((means) => ({ cells: 20, seeds, means, correlation: 0 })),
    ),
    ...([2, 5] as const).flatMap((cells) =>
      ([3, 5] as const).map((seeds) => ({ cells, seeds, means: '2 ahead' as const, correlation: 0 })),
    ),
  ];
  const measured = await simulateAll(
    cases.map((own) => drawOf({ ...ORDINARY, ...own }, sweeps)),
    4,
  );
  const rows = cases.map(({ cells, seeds, means, correlation }, index) => {
    const { won, contenders, textbook, bestAgainstNext } = measured[index];
    return [
      `${cells} × ${seeds}, ${means}${correlation > 0 ? `, ρ ${correlation}` : ''}`,
      ...[percent(won), percent(textbook.won), percent(bestAgainstNext.won)],
      ...[contenders.toFixed(1), textbook.contenders.toFixed(1)],
    ];
  });
  return [
    '### How often a true winner is called best',
    'Equal variances; "ahead" in standard deviations of one run: of all others, which are tied, or of the next of stairs, each of whose steps is half of one.',
    table(
      [
        'cells × seeds, truth',
        'called best, %',
        'textbook, %',
        'best against next, %',
        'could be best, cells',
        'textbook, cells',
      ],
      rows,
    ),
  ];
}

/** Whether the seeds that are named for 80 % power give it. */
async function seedsThatSuffice(sweeps: number): Promise<string[]> {
  const cases = [
    ['½ ahead', 0.5],
    ['1 ahead', 1],
    ['2 ahead', 2],
    ['3 ahead', 3],
  ] as const;
  const seeds = cases.map(([, difference]) => seedsNeeded(difference, 2, 2, AHEAD)!);
  const draws = cases.map(([means], at) => drawOf({ ...ORDINARY, cells: 2, seeds: seeds[at], means }, sweeps));
  const measured = await simulateAll(draws, 5);
  return [
    '### Whether the seeds that are named suffice',
    table(
      ['two cells', 'seeds named for 80 %', 'called best, %'],
      cases.map(([means], at) => [means, String(seeds[at]), withError(measured[at].won, sweeps)]),
    ),
  ];
}

/** Many cells take long, and tell as much of an error rate in fewer sweeps as few cells do in many. */
function drawOf(condition: Condition, sweeps: number): Draw {
  return { condition, sweeps: condition.cells > 20 ? Math.ceil(sweeps / 2) : sweeps };
}

function withError(share: number, count: number): string {
  return `${percent(share)} (${percent(Math.sqrt((share * (1 - share)) / count))})`;
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
