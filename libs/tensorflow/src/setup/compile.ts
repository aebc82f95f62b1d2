import { chmod, mkdir, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { GridsweepError } from '@gridsweep/sweep';
import { BINDING, PACKAGE_FOLDER, SITE_FOLDER } from '../home.ts';
import { runCommand } from './command.ts';
import { complaint } from './report.ts';

const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
/** Where the binding's own loader expects TensorFlow, and so where the linker shall look when it is loaded. */
const LIBRARY_LINK = join(PACKAGE_FOLDER, 'deps', 'lib');

/** A C++ compiler as it is started. */
export interface Compiler {
  readonly name: string;
  readonly command: readonly string[];
}

export interface CompileTask {
  /** Folder of an edition, with its package and its wheels unpacked. */
  readonly folder: string;
  /** Folder with node_api.h. */
  readonly nodeHeaders: string;
  readonly compiler: Compiler;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/** The compiler that CXX names, else the system's. @returns null if there is none. */
export async function findCompiler(env: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<Compiler | null> {
  const named = env['CXX'];
  for (const file of named === undefined || named === '' ? ['g++', 'clang++', 'c++'] : [named]) {
    const version = await runCommand(file, ['--version'], { env, signal });
    if (version?.code === 0) return { name: version.stdout.split('\n')[0].trim(), command: [file] };
  }
  return null;
}

/** The compiler of the unpacked ziglang wheel. */
export async function zigCompiler(folder: string, name: string): Promise<Compiler> {
  const zig = join(folder, 'ziglang', 'zig');
  await chmod(zig, 0o755);
  return { name, command: [zig, 'c++'] };
}

/**
 * Compiles the binding, in place.
 *
 * deps/lib is a link to the whole folder of the wheel, not to its libraries: TensorFlow finds CUDA's libraries in ../nvidia, seen
 * from where it was found itself.
 * @throws GridsweepError 'unavailable' with what the compiler complains about.
 */
export async function compileBinding({ folder, nodeHeaders, compiler, env, signal }: CompileTask): Promise<void> {
  const tensorflow = join(folder, SITE_FOLDER, 'tensorflow');
  const sources = join(folder, PACKAGE_FOLDER);
  const binding = join(folder, BINDING);
  await mkdir(dirname(binding), { recursive: true });
  await linkLibraries(folder, tensorflow);
  const [program, ...first] = compiler.command;
  const result = await runCommand(
    program,
    [
      ...first,
      ...['-std=c++17', '-O2', '-shared', '-fPIC', '-DNAPI_VERSION=8'],
      ...[nodeHeaders, join(tensorflow, 'include'), sources].flatMap((include) => ['-I', include]),
      ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((source) => join(sources, 'binding', source)),
      ...['-o', binding, '-Wl,-rpath,$ORIGIN/../../deps/lib'],
      ...LIBRARIES.map((library) => join(tensorflow, library)),
    ],
    { env, signal },
  );
  if (result?.code === 0) return;
  const why = result === null ? 'it is not there' : complaint(result.stderr);
  throw new GridsweepError(
    'unavailable',
    `${compiler.name} cannot compile TensorFlow's binding: ${why}. Install a g++ or clang++ that knows C++17, or name one with CXX=PATH.`,
  );
}

async function linkLibraries(folder: string, tensorflow: string): Promise<void> {
  const link = join(folder, LIBRARY_LINK);
  await mkdir(dirname(link), { recursive: true });
  await symlink(relative(dirname(link), tensorflow), link);
}
