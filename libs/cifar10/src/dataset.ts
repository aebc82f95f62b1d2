/** Images and labels of one split. Memory may be shared between threads, so treat it as read-only. */
export interface Split {
  readonly count: number;
  /** count × 3 × 32 × 32 bytes: per image the red, green and blue planes, each row by row (CIFAR-10's binary order). */
  readonly images: Uint8Array;
  /** count bytes, each a class in [0, 10). */
  readonly labels: Uint8Array;
}

export interface Dataset {
  readonly train: Split;
  readonly test: Split;
}

/** Pixels are divided by 255, then standardised per channel with the training set's mean and standard deviation. */
export const CHANNEL_MEAN = [0.4914, 0.48216, 0.44653] as const;
export const CHANNEL_STD = [0.24703, 0.24349, 0.26159] as const;

/** Class names in label order. */
export const CLASS_NAMES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;
