// The trainer process of the tests.
import { serveTrainer } from '../trainer/serve-trainer.ts';
import { registry } from './registry.ts';

serveTrainer(registry, new URL('./trainer-worker.js', import.meta.url));
