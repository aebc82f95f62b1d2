// Entry of the trainer process's threads, one a slot.
import { serveSlot } from '@gridsweep/agent';
import { TRAINABLES } from './trainables.ts';

serveSlot(TRAINABLES);
