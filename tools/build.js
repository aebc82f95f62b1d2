// Builds dist/, the program as it is packed: `node tools/build.js [--if-stale] [--seed]`. With --kernels the wasm engine's alone.
// Bundles our sources and the pure-JavaScript development dependencies; what package.json calls a dependency stays outside.
import { copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const DIST = join(ROOT, 'dist');
const WASM = join(ROOT, 'libs/lenet/src/engine/wasm');

/** Not named where it is imported: its types would change those of every array in what is checked together with this file. */
const COMPILER = 'assemblyscript/asc';

/** Modules of the wasm engine, and the features each needs beyond the first WebAssembly. */
const WASM_VARIANTS = { 'lenet.wasm': ['simd'], 'lenet-relaxed.wasm': ['simd', 'relaxed-simd'] };

/** What pictures are drawn with. Its licence asks to go with it. */
const FONTS = join(ROOT, 'node_modules/@expo-google-fonts/inter');
const FONT_FILES = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf', 'LICENSE_FONT'];

/** Programs of the package, each one file of dist/. */
const PROGRAMS = {
  gridsweep: 'apps/cli/src/main.ts',
  trainer: 'apps/cli/src/trainer.ts',
  'trainer-worker': 'apps/cli/src/trainer-worker.ts',
};

/**
 * Compiles the AssemblyScript kernels, where they are newer than what was compiled from them, or always: lenet.wasm for every
 * runtime with SIMD, lenet-relaxed.wasm with fused multiply-add for those with relaxed SIMD.
 */
export async function buildWasm({ always = false } = {}) {
  const sources = await newest(join(WASM, 'assembly'));
  for (const [name, features] of Object.entries(WASM_VARIANTS)) {
    const target = join(WASM, name);
    if (!always && sources <= (await modified(target))) continue;
    const { main } = await import(COMPILER);
    const { error, stderr } = await main([
      join(WASM, 'assembly/index.ts'),
      ...['--outFile', target, '--baseDir', ROOT],
      ...['-O3', '--converge', '--noAssert', '--runtime', 'stub'],
      ...features.flatMap((feature) => ['--enable', feature]),
    ]);
    if (error) throw new Error(`AssemblyScript: ${error.message}\n${stderr.toString()}`);
  }
}

export async function build() {
  const { build: bundle } = await import('esbuild');
  const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  await buildWasm();
  await mkdir(DIST, { recursive: true });
  const before = await readdir(DIST);
  const { metafile } = await bundle({
    absWorkingDir: ROOT,
    entryPoints: PROGRAMS,
    outdir: DIST,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'linked',
    sourcesContent: false,
    external: Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }),
    define: { GRIDSWEEP_VERSION: JSON.stringify(manifest.version) },
    logLevel: 'warning',
    metafile: true,
  });
  // Files of an earlier bundle go last: a program that is running now has loaded its own.
  const bundled = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
  for (const file of before.filter((name) => /\.js(\.map)?$/.test(name) && !bundled.has(name)))
    await rm(join(DIST, file));
  for (const name of Object.keys(WASM_VARIANTS)) await copyFile(join(WASM, name), join(DIST, name));
  await mkdir(join(DIST, 'fonts'), { recursive: true });
  for (const file of FONT_FILES) await copyFile(join(FONTS, file), join(DIST, 'fonts', basename(file)));
  await writeFile(join(DIST, '.built'), '');
}

/** A fresh database for the package, so that a coordinator's first start need not take the seconds to make one. */
async function addSeed() {
  const seed = join(DIST, 'pglite-seed.tar.gz');
  if ((await modified(seed)) >= 0) return;
  const { tsImport } = await import('tsx/esm/api');
  const { prepareSeed } = await tsImport('../apps/coordinator/src/index.ts', import.meta.url);
  await prepareSeed(seed);
}

/** Builds unless dist/ is newer than every source. @param onBuild called before it does */
export async function buildIfStale({ onBuild = () => undefined } = {}) {
  const sources = ['libs', 'apps', 'proto', 'tools/build.js', 'package.json'].map((path) => join(ROOT, path));
  const newestSource = Math.max(...(await Promise.all(sources.map(newest))));
  if (newestSource <= (await modified(join(DIST, '.built')))) return;
  onBuild();
  await build();
}

/** Newest modification time below a path, in milliseconds since 1970. */
async function newest(path) {
  const info = await stat(path);
  if (!info.isDirectory()) return info.mtimeMs;
  const entries = await readdir(path, { withFileTypes: true, recursive: true });
  const files = entries.filter(
    ({ name, parentPath }) =>
      /\.(ts|proto|json|js)$/.test(name) && !/\.test\.ts$|\.d\.ts$/.test(name) && !/[\\/]dist\b/.test(parentPath),
  );
  return Math.max(0, ...(await Promise.all(files.map((entry) => modified(join(entry.parentPath, entry.name))))));
}

async function modified(path) {
  return stat(path).then(
    (info) => info.mtimeMs,
    () => -1,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--kernels')) await buildWasm({ always: true });
  else await (process.argv.includes('--if-stale') ? buildIfStale() : build());
  if (process.argv.includes('--seed')) await addSeed();
}
