import { fileURLToPath } from 'node:url';

/** The trainer as it is packed; the tests' global setup builds it. */
export const TRAINER_PATH = fileURLToPath(new URL('../../../../dist/trainer.js', import.meta.url));
