import type { Network, Volume } from '@gridsweep/sweep';

/** A body in the drawing of a network: the input, or what a layer gives. */
export interface Stage {
  readonly kind: 'input' | 'convolution' | 'pooling' | 'dense';
  readonly name: string;
  /** Feature maps, or a dense layer's units as so many maps of one value. */
  readonly output: Volume;
  /** Side of the window that a value of it is made from. */
  readonly kernel?: number;
  /** Whether an activation follows. */
  readonly activated: boolean;
}

/** Of the kinds, for all kinds of colour vision (Okabe and Ito's); shapes and words tell them apart as well. */
export const NETWORK_COLORS = {
  input: '#7b8794',
  convolution: '#e69f00',
  pooling: '#d55e00',
  dense: '#0072b2',
} as const;

/** The input and all layers. An activation follows each convolution and each dense layer but the last. */
export function stagesOf({ input, layers }: Network): Stage[] {
  return [
    { kind: 'input', name: 'input', output: input, activated: false },
    ...layers.map((layer, at): Stage => {
      const isLast = at === layers.length - 1;
      switch (layer.kind) {
        case 'convolution':
          return { ...layer, activated: !isLast };
        case 'pooling':
          return { ...layer, activated: false };
        case 'dense': {
          const { kind, name, units } = layer;
          return { kind, name, output: { channels: units, height: 1, width: 1 }, activated: !isLast };
        }
      }
    }),
  ];
}

/** "28×28×6", or of a dense layer "120". */
export function sizeText({ kind, output: { channels, height, width } }: Stage): string {
  return kind === 'dense' ? String(channels) : `${height}×${width}×${channels}`;
}

/** "convolution", "5×5": what makes the stage from the one before it. */
export function operationText({ kind, kernel }: Stage): string {
  return kernel === undefined ? '' : `${kernel}×${kernel} ${kind === 'pooling' ? 'pooling' : 'kernels'}`;
}
