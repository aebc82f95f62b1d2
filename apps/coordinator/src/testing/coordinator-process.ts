/** A coordinator as a process of its own, so that a test can kill it: `node --import tsx coordinator-process.ts FOLDER`. */
import { pino } from 'pino';

import { startCoordinator } from '../coordinator.ts';

const directory = process.argv[2];
if (directory === undefined) throw new Error('The folder is missing.');
const coordinator = await startCoordinator({
  host: '127.0.0.1',
  port: 0,
  store: { kind: 'pglite', directory },
  leaseTtlMs: 20_000,
  logger: pino({ level: 'warn' }, process.stderr),
});
process.stdout.write(`${coordinator.address}\n`);
process.once('SIGTERM', () => void coordinator.close());
