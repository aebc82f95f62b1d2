import { expect, test } from 'vitest';
import { LAYERS } from './architecture.ts';
import { lenetNetwork } from './network.ts';

test('the sizes are those of the report that the network comes from', () => {
  const sizes = lenetNetwork.layers.map((layer) =>
    layer.kind === 'dense'
      ? [layer.name, layer.units]
      : [layer.name, layer.kernel, layer.output.height, layer.output.width, layer.output.channels],
  );
  expect(lenetNetwork.input).toEqual({ channels: 3, height: 32, width: 32 });
  expect(sizes).toEqual([
    ['conv1', 5, 28, 28, 6],
    ['pool1', 2, 14, 14, 6],
    ['conv2', 5, 10, 10, 16],
    ['pool2', 2, 5, 5, 16],
    ['fc1', 120],
    ['fc2', 84],
    ['fc3', 10],
  ]);
});

test('what a layer gives is what the table says that the next one takes', () => {
  const pooled = lenetNetwork.layers.flatMap((layer) => (layer.kind === 'pooling' ? [layer.output] : []));
  const [, conv2, fc1] = LAYERS;
  expect(pooled.map(({ height }) => height)).toEqual([conv2.inputSize, 5]);
  const { channels, height, width } = pooled.at(-1)!;
  expect(channels * height * width).toBe(fc1.inputs);
});
