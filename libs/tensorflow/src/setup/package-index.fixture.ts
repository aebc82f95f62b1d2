import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Wheel } from './pins.ts';

const FILE = 'tiny-1.0-py3-none-any.whl';

/** Writes a wheel of a few bytes to the folder: a program and two libraries, one of which is not wanted. */
export function makeTinyWheel(folder: string): Wheel {
  const path = join(folder, FILE);
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, mode in [("tiny/lib/good.so", 0o644), ("tiny/bin/tool", 0o755), ("tiny/include/unwanted.h", 0o644)]:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = mode << 16
        wheel.writestr(entry, name)
    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.0.dist-info/RECORD", "")
`;
  execFileSync('python3', ['-c', script, path]);
  const bytes = readFileSync(path);
  return {
    spec: 'tiny==1.0',
    file: FILE,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    entries: /^tiny\/(?!include\/)/,
    unpackedBytes: 'tiny/lib/good.so'.length + 'tiny/bin/tool'.length,
  };
}

export interface PackageIndex {
  /** For the real pip: this index alone. */
  readonly env: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/** A Python package index on this machine that has the wheel of `makeTinyWheel`. */
export async function startPackageIndex(folder: string): Promise<PackageIndex> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.whl') === true) {
      response.end(readFileSync(join(folder, FILE)));
      return;
    }
    response.setHeader('content-type', 'text/html');
    response.end(`<!DOCTYPE html><a href="/${FILE}">${FILE}</a>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      ...process.env,
      PIP_CONFIG_FILE: '/dev/null',
      PIP_INDEX_URL: `http://127.0.0.1:${port}/simple`,
      PIP_EXTRA_INDEX_URL: '',
      PIP_FIND_LINKS: '',
      PIP_RETRIES: '0',
      no_proxy: '127.0.0.1',
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
