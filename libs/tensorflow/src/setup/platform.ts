import { GridsweepError } from '@gridsweep/sweep';

/** The C library that the pinned wheels were built for at least. */
const GLIBC = [2, 27] as const;

export interface Platform {
  readonly platform: string;
  readonly arch: string;
  /** Null where the C library is another. */
  readonly glibc: string | null;
}

export function thisPlatform(): Platform {
  const { header } = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return { platform: process.platform, arch: process.arch, glibc: header.glibcVersionRuntime ?? null };
}

/** @throws GridsweepError 'unavailable' on a platform that TensorFlow's wheels are not for. */
export function requirePlatform({ platform, arch, glibc }: Platform): void {
  const instead = 'The wasm engine runs everywhere.';
  if (platform !== 'linux' || arch !== 'x64') {
    throw new GridsweepError(
      'unavailable',
      `The tensorflow engine runs on Linux on x64; this is ${platform} on ${arch}. ${instead}`,
    );
  }
  if (glibc === null) {
    throw new GridsweepError(
      'unavailable',
      `TensorFlow needs the GNU C library, and this system has another (musl, as on Alpine). ${instead}`,
    );
  }
  const [major, minor] = glibc.split('.').map(Number);
  if (major > GLIBC[0] || (major === GLIBC[0] && minor >= GLIBC[1])) return;
  throw new GridsweepError(
    'unavailable',
    `TensorFlow needs version ${GLIBC.join('.')} of the GNU C library; this system has ${glibc}. ${instead}`,
  );
}
