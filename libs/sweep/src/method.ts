/** How a workload trains, beside its hyperparameters: what a paper would say. */
export interface Method {
  /** Whole sentences: data and its splits, preprocessing with its constants, network, initial values, loss, order of the data. */
  readonly sentences: readonly string[];
  readonly network?: Network | undefined;
}

/** A feed-forward network as its drawing needs it. */
export interface Network {
  readonly name: string;
  readonly input: Volume;
  /** In order; each layer's output is the next one's input. */
  readonly layers: readonly NetworkLayer[];
}

/** Feature maps: channels × height × width. */
export interface Volume {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

export type NetworkLayer =
  | { readonly kind: 'convolution'; readonly name: string; readonly kernel: number; readonly output: Volume }
  | { readonly kind: 'pooling'; readonly name: string; readonly kernel: number; readonly output: Volume }
  | { readonly kind: 'dense'; readonly name: string; readonly units: number };
