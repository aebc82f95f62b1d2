import type { Method } from '@gridsweep/sweep';
import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord, mixedRecord, optimizersRecord, PROVENANCE } from '../example-records.ts';
import { divergedSeedsRecord, gridRecord, randomSearchRecord, seededOptimizersRecord } from '../example-seeds.ts';
import type { SweepRecord } from '../record.ts';
import type { CitationKey } from './citations.ts';
import { citedIn, plainText } from './cited-text.ts';
import { methodText } from './method-text.ts';

const METHOD: Method = {
  sentences: ['CIFAR-10, with `validation: n` kept apart.', "LeNet with PyTorch's initial values."],
};

function partsOf(record: SweepRecord, deviceMs?: number): Readonly<Record<string, string>> {
  const parts = methodText(summarize(record), deviceMs);
  const references = citedIn(parts.flatMap(({ sentences }) => sentences));
  return Object.fromEntries(
    parts.map(({ title, sentences }) => [title, sentences.map((each) => plainText(each, references)).join(' ')]),
  );
}

function citedBy(record: SweepRecord): CitationKey[] {
  return citedIn(methodText(summarize(record), undefined).flatMap(({ sentences }) => sentences)).sort();
}

/** With changes to what the comparison says of itself. */
function comparing(record: SweepRecord, model: object): string {
  const summary = summarize(record);
  const changed = {
    ...summary,
    comparison: { ...summary.comparison, model: { ...summary.comparison.model!, ...model } },
  };
  const { sentences } = methodText(changed, undefined).find(({ title }) => title === 'Statistics')!;
  return sentences.map((sentence) => plainText(sentence, citedIn(sentences))).join(' ');
}

describe('data and model', () => {
  test('are what the workload says, with the works behind it', () => {
    const parts = partsOf({ ...optimizersRecord(), method: METHOD });
    expect(parts['Data and model']).toBe(
      "CIFAR-10 [1], with validation: n kept apart. LeNet [2] with PyTorch's [3] initial values.",
    );
  });

  test('of a command are the command and its code', () => {
    const record = commandRecord();
    const code = { sha256: 'ab'.repeat(32), sizeBytes: 1, git: { commit: 'cd'.repeat(20), dirty: true } };
    const spec = { ...record.spec, command: ['python3', 'train.py\u202E'] };
    expect(partsOf({ ...record, spec, code })['Data and model']).toBe(
      'Each trial ran the command “python3 train.py\uFFFD”, which reported its own metrics. ' +
        'Its code is git commit cdcdcdcdcdcd with changes that were not committed and has a SHA-256 that begins with abababababababab.',
    );
  });
});

describe('hyperparameters', () => {
  test('optimizers have their names and works where the workload says what they are', () => {
    expect(partsOf({ ...optimizersRecord(), method: METHOD })['Hyperparameters']).toContain(
      'The optimizers are stochastic gradient descent (sgd) [4], stochastic gradient descent with momentum (momentum) [5], ' +
        'RMSprop [6], Adam [7] and Adagrad [8], with the definitions and, where nothing else is said, the default values of PyTorch [3].',
    );
    expect(citedBy(commandRecord())).not.toContain('kingma2015adam');
  });

  test('only works behind optimizers that were used are cited', () => {
    const record = { ...optimizersRecord(), method: METHOD };
    const trials = record.trials.filter(({ parameters }) => parameters['optimizer'] === 'adam');
    const cited = citedBy({ ...record, axes: [], trials });
    expect(cited).toContain('kingma2015adam');
    for (const key of [
      'polyak1964methods',
      'duchi2011adaptive',
      'tieleman2012rmsprop',
      'robbins1951stochastic',
    ] as const)
      expect(cited).not.toContain(key);
  });

  test('are told by what varied, what differs unasked and what is shared', () => {
    const record = optimizersRecord();
    const trials = record.trials.map((each) => {
      const lr = each.parameters['optimizer'] === 'rmsprop' ? 0.01 : 0.001;
      return { ...each, parameters: { ...each.parameters, lr } };
    });
    const text = partsOf({ ...record, trials })['Hyperparameters']!;
    expect(text).toContain('Varied: optimizer (sgd, momentum, rmsprop, adam and adagrad).');
    expect(text).toContain(
      'Not varied on purpose, but different by default: lr 0.001 (sgd, momentum, adam and adagrad) and 0.01 (rmsprop).',
    );
    expect(text).toMatch(/The same in all: .*epochs 15; batch_size 64/);
    expect(text).not.toMatch(/The same in all: .*lr /);
  });

  test('drawn at random are told by their range', () => {
    const record = randomSearchRecord(5);
    const spec = {
      ...record.spec,
      method: 'random' as const,
      random_seed: 3,
      parameters: {
        ...record.spec.parameters,
        lr: { distribution: 'log_uniform_values' as const, min: 1e-4, max: 0.1 },
      },
    };
    expect(partsOf({ ...record, spec })['Hyperparameters']).toMatch(
      /Varied: .*lr from 0\.0001 to 0\.1 \(log uniform values\).*; 5 settings drawn at random \(seed 3\)\./,
    );
  });
});

test('trials add up', () => {
  expect(partsOf(mixedRecord())['Trials']).toMatch(
    /^5 settings with 3 to 4 seeds each: 16 trials, of which 9 finished \(3 failed, 1 cancelled, 1 running, 2 pending\)\./,
  );
  expect(partsOf(seededOptimizersRecord({ seeds: 10 }))['Trials']).toMatch(
    /^5 settings with 10 seeds \(0 to 9\) each: 50 trials, all of which finished\./,
  );
});

describe('choice and claim', () => {
  test('by one metric are said to be', () => {
    expect(partsOf(optimizersRecord())['Choice and claim']).toContain(
      'The same values are reported of them: nothing was kept apart for choosing',
    );
  });

  test('by two are told apart', () => {
    const record = seededOptimizersRecord({ validation: true });
    const metric = { ...record.metric, chooseBy: 'validation/accuracy' };
    const metrics = [
      ...record.metrics,
      { name: 'validation/accuracy', label: 'validation accuracy', unit: 'fraction', goal: 'maximize' as const },
    ];
    expect(partsOf({ ...record, metric, metrics })['Choice and claim']).toMatch(
      /^Settings were chosen by their mean validation accuracy, highest first; what is reported of them is the test accuracy at the end of training, which played no part in the choice\./,
    );
  });

  test('a confirmation names the sweep that it confirms', () => {
    const record = optimizersRecord();
    const spec = { ...record.spec, confirms: 'v35scj7ndtah' };
    expect(partsOf({ ...record, spec })['Choice and claim']).toMatch(
      /^This sweep tests with fresh seeds what sweep v35scj7ndtah chose/,
    );
  });
});

describe('statistics', () => {
  test('of one seed are none', () => {
    expect(partsOf(optimizersRecord())['Statistics']).toBe(
      'With one seed a setting, nothing is said about how sure the order is.',
    );
    expect(citedBy(optimizersRecord())).toEqual([]);
  });

  test('are those that were used, with the works that they come from', () => {
    const record = seededOptimizersRecord({ seeds: 3 });
    const model = { residualStd: 0.0042, degreesOfFreedom: 8, equalVarianceP: 0.0004 };
    const blocks = comparing(record, { ...model, kind: 'blocks' });
    expect(blocks).toContain(
      "each seed a block since an F test at the 1 % level told seeds apart, with one variance (residual standard deviation 0.4 points, 8 degrees of freedom; Bartlett's test of equal variances: p < 0.001 [2])",
    );
    expect(blocks).toContain(
      "Hsu's constrained multiple comparisons with the best [3, 4], with critical values of Dunnett's distribution [5].",
    );
    expect(blocks).toContain('Fewer than five seeds are a hint and no proof (3 seeds here).');
    expect(comparing(record, { ...model, kind: 'pooled' })).toContain(
      'The model has one mean a setting and one variance',
    );
    const unequal = comparing(record, { ...model, kind: 'unequal' });
    expect(unequal).toContain('each pair of settings has a standard error of its own, of paired differences');
    expect(unequal).not.toContain('Dunnett');
  });

  test('name Wilson only where something diverged or failed', () => {
    expect(citedBy(divergedSeedsRecord())).toContain('wilson1927probable');
    expect(citedBy(gridRecord())).not.toContain('wilson1927probable');
  });

  test('call ten seeds no hint', () => {
    expect(partsOf(seededOptimizersRecord({ seeds: 10 }))['Statistics']).not.toContain('Fewer than');
  });
});

test('software and hardware are each told once', () => {
  const record = optimizersRecord();
  const other = { ...PROVENANCE, engine: 'tensorflow', engineVariant: 'GPU', device: 'Example GPU' };
  const trials = record.trials.map((each, at) => (at === 0 ? { ...each, provenance: [other] } : each));
  const text = partsOf({ ...record, trials }, 7_265_000)['Software and hardware'];
  expect(text).toBe(
    'Computed with Gridsweep 0.1.0, engine tensorflow (GPU) and wasm (simd) [1], Node.js v20.19.0, on Example GPU and Example CPU @ 2.50GHz. ' +
      'All trials together took 7,265 device-seconds (2 h 01 min).',
  );
  expect(partsOf({ ...record, trials: [] })['Software and hardware']).toBeUndefined();
});
