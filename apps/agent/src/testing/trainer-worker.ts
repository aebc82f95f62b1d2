// A thread of the trainer process of the tests.
import { serveSlot } from '../trainer/serve-slot.ts';
import { registry } from './registry.ts';

serveSlot(registry);
