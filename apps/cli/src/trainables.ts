import { commandTrainable } from '@gridsweep/command';
import { lenetTrainable } from '@gridsweep/lenet';
import type { Trainable } from '@gridsweep/sweep';

/** What trains the workloads of workloads.ts. Only the trainer process and its threads load it. */
export const TRAINABLES: readonly Trainable[] = [lenetTrainable, commandTrainable];
