import { expect, test } from 'vitest';
import { PROVENANCE, trial } from './example-records.ts';
import { joined, mixtures } from './provenance.ts';

const on = (...changes: readonly Partial<typeof PROVENANCE>[]) =>
  changes.map((change) => ({ ...PROVENANCE, ...change }));
const mixturesOf = (...trials: readonly (typeof PROVENANCE)[][]) =>
  mixtures(trials.map((provenance, at) => trial(at, {}, { provenance })));

test('what several attempts had is told once where it is the same, and joined where it differs', () => {
  const engine = (each: typeof PROVENANCE) => each.engine;
  expect(joined([], engine)).toBeUndefined();
  expect(joined(on({}, {}), engine)).toBe('wasm');
  expect(joined(on({}, { engine: 'tensorflow' }, {}), engine)).toBe('wasm + tensorflow');
});

test('mixtures are of engines, else of variants, else of versions; another device of the same kind is none', () => {
  expect(
    mixturesOf(
      on({ engine: 'wasm' }, { engine: 'tensorflow' }),
      on({ engine: 'wasm' }, { engine: 'tensorflow', engineVariant: 'gpu' }),
      on({ engineVariant: 'simd' }, { engineVariant: 'relaxed-simd' }),
      on({ version: '1' }, { version: '2' }),
      on({ device: 'one' }, { device: 'another' }),
      on({}),
      [],
    ),
  ).toEqual([
    { of: 'wasm + tensorflow', trials: 2 },
    { of: 'wasm (simd) + wasm (relaxed-simd)', trials: 1 },
    { of: 'gridsweep 1 + gridsweep 2', trials: 1 },
  ]);
});
