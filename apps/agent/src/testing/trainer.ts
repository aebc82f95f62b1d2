// The trainer process of the tests, and its threads.
import { isMainThread } from 'node:worker_threads';
import type { Trainable } from '@gridsweep/sweep';
import { serveSlot } from '../trainer/serve-slot.ts';
import { serveTrainer } from '../trainer/serve-trainer.ts';
import { misbehavingTrainable } from './misbehaving.ts';
import { quadraticTrainable } from './quadratic.ts';
import { smallDeviceTrainable } from './small-device.ts';

const registry: readonly Trainable[] = [quadraticTrainable, misbehavingTrainable, smallDeviceTrainable];
if (isMainThread) serveTrainer(registry, new URL(import.meta.url));
else serveSlot(registry);
