import { buildIfStale } from './build.js';

/** Vitest's global setup: tests of whole processes run the program as it is packed. */
export default async function setup(): Promise<void> {
  await buildIfStale();
}
