// Generates libs/protocol/src/gen, the types of the wire, from proto/: `node tools/generate.js [folder]`.
// The types are right only for the options that the program loads the same files with: both are in loader-options.json.
import { execFile } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const OPTIONS = join(ROOT, 'libs/protocol/src/loader-options.json');

/** Writes the generated types into a folder, which is emptied first. */
export async function generate(folder = join(ROOT, 'libs/protocol/src/gen')) {
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

if (import.meta.url === pathToFileURL(process.argv[1]).href) await generate(process.argv[2]);
