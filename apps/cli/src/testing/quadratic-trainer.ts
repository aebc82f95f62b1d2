// The trainer process, and its threads, of an agent that trains the quadratic and nothing else.
import { isMainThread } from 'node:worker_threads';
import { serveSlot, serveTrainer } from '@gridsweep/agent';
import { quadraticTrainable } from './quadratic.ts';

if (isMainThread) serveTrainer([quadraticTrainable], new URL(import.meta.url));
else serveSlot([quadraticTrainable]);
