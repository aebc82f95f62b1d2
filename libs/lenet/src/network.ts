import type { Network, NetworkLayer, Volume } from '@gridsweep/sweep';
import { INPUT, LAYERS } from './architecture.ts';

/** Side and stride of the max pooling that follows each convolution. */
const POOLING = 2;

/** LeNet as its drawing needs it: each convolution with its pooling, then the dense layers. All sizes follow from `LAYERS`. */
export const lenetNetwork: Network = { name: 'LeNet', input: INPUT, layers: networkLayers() };

function networkLayers(): NetworkLayer[] {
  let volume: Volume = INPUT;
  return LAYERS.flatMap((layer): NetworkLayer[] => {
    if (layer.kind === 'dense') return [{ kind: 'dense', name: layer.name, units: layer.outputs }];
    const { name, kernel, outputs } = layer;
    // Without padding, at stride 1.
    const convolved = resized(volume, outputs, (side) => side - kernel + 1);
    volume = resized(convolved, outputs, (side) => Math.floor(side / POOLING));
    return [
      { kind: 'convolution', name, kernel, output: convolved },
      { kind: 'pooling', name: name.replace('conv', 'pool'), kernel: POOLING, output: volume },
    ];
  });
}

function resized({ height, width }: Volume, channels: number, side: (before: number) => number): Volume {
  return { channels, height: side(height), width: side(width) };
}
