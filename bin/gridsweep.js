#!/usr/bin/env node
// In a checkout the program is built first if its sources are newer; the package holds it built.
import { existsSync } from 'node:fs';

const builder = new URL('../tools/build.js', import.meta.url);
if (existsSync(builder)) await (await import(builder.href)).buildIfStale();
await import('../dist/gridsweep.js');
