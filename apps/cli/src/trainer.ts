// Entry of the trainer process, which an agent starts.
import { serveTrainer } from '@gridsweep/agent';
import { TRAINABLES } from './trainables.ts';

serveTrainer(TRAINABLES, new URL('./trainer-worker.js', import.meta.url));
