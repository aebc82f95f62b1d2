import type { TestProject } from 'vitest/node';
import { buildIfStale, buildWasm } from './build.js';
import { closure } from './packages.js';

/** Vitest's global setup of a package: builds what its tests run, if that is stale. Before tests that Nx runs it never is. */
export default async function setup({ name }: TestProject): Promise<void> {
  const used = closure(name);
  if (used.includes('cli')) await buildIfStale();
  else if (used.includes('lenet')) await buildWasm();
}
