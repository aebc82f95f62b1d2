import { describe, expect, test } from 'vitest';
import { textsOf } from '../chart/drawing-inspection.ts';
import { DEEP_NETWORK, EXAMPLE_NETWORK } from '../chart/example-pictures.ts';
import { MARGIN, NARROW, WIDE } from '../chart/layout.ts';
import { renderSvg } from '../chart/render.ts';
import { bodiesOf, inRows, leftExtent, rightExtent, type Row } from './body.ts';
import { networkDrawing } from './network-drawing.ts';

const rowsOf = (network: typeof EXAMPLE_NETWORK, layout: typeof WIDE): Row[] =>
  inRows(bodiesOf(network, layout), layout.width - 2 * MARGIN, layout.fontSize);

describe('rows of bodies', () => {
  test('every body is in one, in order, and no row is wider than its room', () => {
    for (const network of [EXAMPLE_NETWORK, DEEP_NETWORK]) {
      for (const layout of [WIDE, NARROW]) {
        const rows = rowsOf(network, layout);
        const names = rows.flatMap(({ bodies }) => bodies.map(({ stage }) => stage.name));
        expect(names).toEqual(['input', ...network.layers.map(({ name }) => name)]);
        for (const { width } of rows) expect(width).toBeLessThanOrEqual(layout.width - 2 * MARGIN);
      }
    }
    expect(rowsOf(EXAMPLE_NETWORK, WIDE)).toHaveLength(1);
    expect(rowsOf(EXAMPLE_NETWORK, NARROW)).toHaveLength(2);
  });

  test('bodies do not touch: an arrow fits between them at any height', () => {
    for (const { bodies, places } of rowsOf(DEEP_NETWORK, WIDE)) {
      for (const [at, body] of bodies.slice(1).entries()) {
        const before = bodies[at]!;
        const half = Math.min(before.height + before.slant, body.height + body.slant) / 2;
        for (let y = -half; y <= half; y += half / 10) {
          const between = places[at + 1]! - places[at]! - rightExtent(before, y) - leftExtent(body, y);
          expect(between).toBeGreaterThanOrEqual(20);
        }
      }
    }
  });

  test('height follows the maps, thickness their number, a dense layer’s length its units', () => {
    const [input, conv1, pool1, conv2, , fc1, fc2] = bodiesOf(EXAMPLE_NETWORK, WIDE);
    expect(conv1!.height / input!.height).toBeCloseTo(28 / 32);
    expect(pool1!.height / conv1!.height).toBeCloseTo(0.5);
    expect(conv1!.slant / conv1!.height).toBeCloseTo(pool1!.slant / pool1!.height);
    expect(conv2!.thickness / conv1!.thickness).toBeCloseTo(Math.sqrt(16 / 6));
    expect(fc2!.slant / fc1!.slant).toBeCloseTo(84 / 120);
  });
});

describe('drawing of a network', () => {
  test('has every layer with its size and kernel', () => {
    for (const layout of [WIDE, NARROW]) {
      expect(textsOf(networkDrawing(EXAMPLE_NETWORK, layout))).toEqual([
        ...['input', '32×32×3', 'conv1', '28×28×6', '5×5 kernels', 'pool1', '14×14×6', '2×2 pooling'],
        ...[
          'conv2',
          '10×10×16',
          '5×5 kernels',
          'pool2',
          '5×5×16',
          '2×2 pooling',
          'fc1',
          '120',
          'fc2',
          '84',
          'fc3',
          '10',
        ],
        ...['convolution', 'its activation', 'pooling', 'dense layer'],
      ]);
    }
  });

  test('colours of edges and paper are those that a page replaces by its own', () => {
    const colors = new Set(
      [...renderSvg(networkDrawing(EXAMPLE_NETWORK, WIDE), 'test').matchAll(/"(#[0-9a-f]{6})"/g)].map(
        ([, color]) => color,
      ),
    );
    expect([...colors].sort()).toEqual(['#0072b2', '#1b1f24', '#5c6570', '#7b8794', '#d55e00', '#e69f00', '#ffffff']);
  });

  test('a network of dense layers alone is drawn', () => {
    const dense = {
      name: 'mlp',
      input: { channels: 1, height: 28, width: 28 },
      layers: [{ kind: 'dense' as const, name: 'out', units: 10 }],
    };
    expect(textsOf(networkDrawing(dense, WIDE))).toEqual(['input', '28×28×1', 'out', '10', 'dense layer']);
  });
});
