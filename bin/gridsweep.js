#!/usr/bin/env node
// In a checkout the program is built first if its sources are newer; the package holds it built.
import { existsSync } from 'node:fs';

const builder = new URL('../tools/build.js', import.meta.url);
if (existsSync(builder)) {
  const { buildIfStale } = await import(builder.href);
  // Some seconds of silence would look like a program that hangs.
  await buildIfStale({ onBuild: () => process.stderr.write('Building gridsweep from its sources …\n') });
}
await import('../dist/gridsweep.js');
