import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Edition } from './edition.ts';

/** What the registry sends in place of the whole tarball. */
export type Misbehaviour = 'none' | 'truncated' | 'other-file' | 'missing' | 'hangs';

/** An npm registry on this machine that has one package. */
export interface LocalRegistry {
  /** For the real npm: this registry, and a cache of its own. */
  readonly env: NodeJS.ProcessEnv;
  readonly downloads: () => number;
  close(): Promise<void>;
}

export async function startRegistry(
  edition: Edition,
  tarballFile: string,
  cache: string,
  misbehaviour: Misbehaviour = 'none',
): Promise<LocalRegistry> {
  const [name, version] = edition.tarball.spec.split('@');
  const bytes = await readFile(tarballFile);
  let downloads = 0;
  const server = createServer((request, response) => {
    if (misbehaviour === 'missing') return void response.writeHead(404).end('{"error":"not found"}');
    if (request.url?.endsWith('.tgz') === true) {
      downloads += 1;
      sendTarball(response, bytes, misbehaviour);
      return;
    }
    const { port } = server.address() as AddressInfo;
    const dist = { tarball: `http://127.0.0.1:${port}/${name}/-/${name}-${version}.tgz` };
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      ...process.env,
      npm_config_registry: `http://127.0.0.1:${port}/`,
      npm_config_cache: cache,
      npm_config_fetch_retries: '0',
      npm_config_offline: 'false',
      npm_config_proxy: '',
      npm_config_noproxy: '127.0.0.1',
    },
    downloads: () => downloads,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function sendTarball(response: ServerResponse, bytes: Buffer, misbehaviour: Misbehaviour): void {
  response.setHeader('content-length', bytes.length);
  switch (misbehaviour) {
    case 'truncated':
      response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
      return;
    case 'other-file':
      response.end(Buffer.alloc(bytes.length));
      return;
    case 'hangs':
      response.write(bytes.subarray(0, bytes.length / 2));
      return;
    case 'none':
    case 'missing':
      response.end(bytes);
  }
}
