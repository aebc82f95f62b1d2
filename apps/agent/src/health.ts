import { once } from 'node:events';
import { createServer } from 'node:http';
import { GridsweepError } from '@gridsweep/sweep';
import { PROMETHEUS_TYPE } from './prometheus.ts';

export interface HealthChecks {
  /** The agent can do its work, or is still getting ready to. */
  readonly alive: () => boolean;
  /** The coordinator knows the agent. */
  readonly ready: () => boolean;
  /** In the text format of Prometheus. */
  readonly metrics: () => string;
}

export interface HealthServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Serves GET /healthz and GET /readyz (200 or 503) and GET /metrics. Port 0 takes a free one.
 * @throws GridsweepError 'address-in-use' where another program listens at the port.
 */
export async function serveHealth(port: number, checks: HealthChecks): Promise<HealthServer> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/metrics') {
      response.writeHead(200, { 'content-type': PROMETHEUS_TYPE }).end(checks.metrics());
      return;
    }
    const check = path === '/healthz' ? checks.alive : path === '/readyz' ? checks.ready : null;
    if (check === null) response.writeHead(404).end();
    else if (check()) response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n');
    else response.writeHead(503, { 'content-type': 'text/plain' }).end('not now\n');
  });
  server.listen(port);
  try {
    await once(server, 'listening');
  } catch (thrown) {
    const { code, message } = GridsweepError.from(thrown);
    throw new GridsweepError(code, `The health checks cannot be served at port ${port}: ${message}.`, {
      cause: thrown,
    });
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
