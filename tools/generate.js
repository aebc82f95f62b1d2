// Generates libs/protocol/src/gen, the types of the wire, from proto/: `node tools/generate.js`. With --check it changes nothing
// and fails where what is there is not what would be generated.
// The types are right only for the options that the program loads the same files with: both are in loader-options.json.
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OPTIONS = join(ROOT, 'libs/protocol/src/loader-options.json');
const TARGET = join(ROOT, 'libs/protocol/src/gen');

/** Writes the generated types into a folder, which is emptied first. */
async function generate(folder) {
  const options = JSON.parse(await readFile(OPTIONS, 'utf8'));
  const flags = Object.entries(options).flatMap(([name, value]) => {
    if (typeof value === 'string') return [`--${name}`, value];
    return value ? [`--${name}`] : [];
  });
  const protos = (await readdir(join(ROOT, 'proto'), { recursive: true })).filter((name) => name.endsWith('.proto'));
  const generator = createRequire(import.meta.url).resolve('@grpc/proto-loader/build/bin/proto-loader-gen-types.js');
  await rm(folder, { recursive: true, force: true });
  await promisify(execFile)(
    process.execPath,
    [
      generator,
      ...flags,
      '--includeComments',
      '--grpcLib=@grpc/grpc-js',
      '--importFileExtension=.ts',
      '--includeDirs=proto',
      `--outDir=${folder}`,
      ...protos.sort().map((name) => join('proto', name)),
    ],
    { cwd: ROOT },
  );
}

/** @returns every file of a folder with its content, by name. */
async function contentOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')])));
}

/** Names of the files that differ from what would be generated. */
async function outdated() {
  const scratch = await mkdtemp(join(tmpdir(), 'gridsweep-generate-'));
  try {
    await generate(scratch);
    const [fresh, present] = await Promise.all([contentOf(scratch), contentOf(TARGET)]);
    const names = new Set([...fresh.keys(), ...present.keys()]);
    return [...names].filter((name) => fresh.get(name) !== present.get(name)).sort();
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

if (process.argv.includes('--check')) {
  const names = await outdated();
  if (names.length > 0) {
    console.error(`Not as generated from proto/: ${names.join(', ')}. Run: npm run generate`);
    process.exitCode = 1;
  }
} else {
  await generate(TARGET);
}
