// The trainer process of the tests, from its sources.
import { register } from 'tsx/esm/api';

register();
const { serveTrainer } = await import('../trainer/serve-trainer.ts');
const { registry } = await import('./registry.ts');
serveTrainer(registry, new URL('./trainer-worker.js', import.meta.url));
