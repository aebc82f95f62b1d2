// A thread of the trainer process of the tests.
import { register } from 'tsx/esm/api';

register();
const { serveSlot } = await import('../trainer/serve-slot.ts');
const { registry } = await import('./registry.ts');
serveSlot(registry);
