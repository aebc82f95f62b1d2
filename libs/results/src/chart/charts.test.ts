import { describe, expect, test } from 'vitest';
import { summarize } from '../aggregate.ts';
import { commandRecord, learningRatesRecord, optimizersRecord } from '../example-records.ts';
import { heatMap } from './heat-map.ts';
import { WIDE, type Drawing } from './layout.ts';
import { renderSvg } from './render.ts';

/** Every text of an SVG, without the markup. */
function textsOf(drawing: Drawing): string[] {
  return [...renderSvg(drawing, 'test').matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
}

describe('heat map', () => {
  test('shows values, outcomes and the best cell of a two-way grid', () => {
    const texts = textsOf(heatMap(summarize(learningRatesRecord()), WIDE)!);
    expect(texts).toEqual(
      expect.arrayContaining(['64.0', 'best', '18.1', 'no progress', '10.0', 'diverged', 'lr', 'activation']),
    );
  });

  test('a parameter that only some cells have goes with the one that decides', () => {
    const texts = textsOf(heatMap(summarize(commandRecord()), WIDE)!);
    expect(texts).toEqual(
      expect.arrayContaining([
        'Command: objective by optimizer · momentum and lr',
        'optimizer · momentum',
        'adam',
        'NaN',
      ]),
    );
    expect(texts).toContain('Final value; darker is better; grey diverged or has no value.');
    expect(texts.filter((text) => text === 'completed')).toEqual([]);
  });

  test('of a large grid is a picture without words, of a moderate size', () => {
    const source = optimizersRecord().trials[0]!;
    const gridOf = (side: number) =>
      Array.from({ length: side * side }, (_, at) => ({
        ...{ ...source, index: at, cellId: String(at) },
        parameters: { lr: at % side, size: Math.floor(at / side) },
      }));
    const record = (side: number) => ({ ...optimizersRecord(), axes: ['lr', 'size'], trials: gridOf(side) });
    const drawing = heatMap(summarize(record(50)), WIDE)!;
    expect(drawing.height).toBeLessThan(1000);
    expect(textsOf(drawing)).not.toContain('65.0');
    expect(heatMap(summarize(record(100)), WIDE)).toBeUndefined();
  });

  test('only where the grid is two-way and complete', () => {
    expect(heatMap(summarize(optimizersRecord()), WIDE)).toBeUndefined();
    const record = learningRatesRecord();
    expect(heatMap(summarize({ ...record, trials: record.trials.slice(1) }), WIDE)).toBeUndefined();
  });
});
