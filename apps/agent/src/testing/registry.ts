import type { Trainable } from '@gridsweep/sweep';
import { misbehavingTrainable } from './misbehaving.ts';
import { quadraticTrainable } from './quadratic.ts';
import { smallDeviceTrainable } from './small-device.ts';

export const registry: readonly Trainable[] = [quadraticTrainable, misbehavingTrainable, smallDeviceTrainable];
