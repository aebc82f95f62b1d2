import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Probe {
  readonly grpc?: { readonly port: number };
  readonly httpGet?: { readonly path: string; readonly port: string };
}

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: { readonly limits: Readonly<Record<string, string | number>> };
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Workload {
  readonly kind: 'StatefulSet' | 'Deployment';
  readonly metadata: Metadata;
  readonly spec: {
    readonly replicas: number;
    readonly serviceName?: string;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly securityContext: { readonly runAsNonRoot: boolean; readonly runAsUser: number };
        readonly containers: readonly [Container];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
}

interface Service {
  readonly kind: 'Service';
  readonly metadata: Metadata;
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly port: number; readonly targetPort: string }[];
  };
}

type Resource = Workload | Service;

describe.each(['cpu', 'nvidia'])('the overlay %s [kubectl]', (overlay) => {
  let resources: Resource[];
  let coordinator: Workload;
  let agent: Workload;
  let services: Service[];

  beforeAll(async () => {
    const { stdout } = await run('kubectl', ['kustomize', join(ROOT, 'k8s/overlays', overlay)]);
    resources = parseAllDocuments(stdout).map((document) => document.toJS() as Resource);
    coordinator = workload(resources, 'gridsweep-coordinator');
    agent = workload(resources, 'gridsweep-agent');
    services = resources.filter((resource) => resource.kind === 'Service');
  });

  test.each(['coordinator', 'agent'])("passes only options that the program's %s has", async (command) => {
    const [name, ...args] = containerOf(workload(resources, `gridsweep-${command}`)).args;
    expect(name).toBe(command);
    const { stdout: help } = await run(process.execPath, [join(ROOT, 'bin/gridsweep.js'), command, '--help']);
    const known = [...help.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option);
    expect(args.length).toBeGreaterThan(0);
    expect(known).toEqual(expect.arrayContaining(args.map((arg) => arg.split('=')[0])));
  });

  test('opens the ports that the programs are told to listen at', () => {
    expect(portsOf(coordinator)).toEqual([Number(option(coordinator, 'port'))]);
    expect(portsOf(agent)).toEqual([Number(option(agent, 'http-port'))]);
  });

  test('probes ports that are open, the coordinator by gRPC and the agent by the paths it serves', () => {
    const grpc = { grpc: { port: portsOf(coordinator)[0] } };
    const { startupProbe, livenessProbe, readinessProbe } = containerOf(coordinator);
    for (const probe of [startupProbe, livenessProbe, readinessProbe]) expect(probe).toMatchObject(grpc);
    const { ports, ...probes } = containerOf(agent);
    expect(probes.livenessProbe.httpGet).toEqual({ path: '/healthz', port: ports[0]?.name });
    expect(probes.readinessProbe.httpGet).toEqual({ path: '/readyz', port: ports[0]?.name });
  });

  test("has Services that lead to the coordinator's port, and one that the agents are told", () => {
    expect(services).toHaveLength(2);
    for (const { spec } of services) {
      expect(coordinator.spec.template.metadata.labels).toMatchObject(spec.selector);
      expect(agent.spec.template.metadata.labels).not.toMatchObject(spec.selector);
      const names = containerOf(coordinator).ports.map(({ name }) => name);
      for (const { targetPort } of spec.ports) expect(names).toContain(targetPort);
    }
    expect(services.map(({ metadata }) => metadata.name)).toContain(coordinator.spec.serviceName);
    const addresses = services.map(({ metadata, spec }) => `${metadata.name}:${spec.ports[0]?.port}`);
    expect(addresses).toContain(option(agent, 'coordinator'));
    expect(option(coordinator, 'host')).toBe('0.0.0.0');
  });

  test('keeps on the volume what must survive a restart', () => {
    const claims = coordinator.spec.volumeClaimTemplates?.map(({ metadata }) => metadata.name) ?? [];
    const kept = containerOf(coordinator).volumeMounts.filter(({ name }) => claims.includes(name));
    expect(kept).toHaveLength(1);
    const mountPath = kept[0]?.mountPath ?? '';
    expect(option(coordinator, 'data-dir')).toMatch(new RegExp(`^${mountPath}/.`));
    expect(variable(coordinator, 'GRIDSWEEP_CACHE_DIR')).toMatch(new RegExp(`^${mountPath}/.`));
    expect(variable(agent, 'GRIDSWEEP_CACHE_DIR')).toSatisfy((folder: string) =>
      containerOf(agent).volumeMounts.some((mount) => mount.mountPath === folder),
    );
  });

  test('mounts each volume it has, and no other', () => {
    for (const { spec } of [coordinator, agent]) {
      const volumes = [
        ...spec.template.spec.volumes,
        ...(spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata),
      ];
      const [container] = spec.template.spec.containers;
      const mounted = container.volumeMounts.map(({ name }) => name);
      expect(mounted.sort()).toEqual(volumes.map(({ name }) => name).sort());
    }
  });

  test('runs as nobody special and writes only to its volumes', () => {
    for (const { spec } of [coordinator, agent]) {
      expect(spec.template.spec.securityContext).toMatchObject({ runAsNonRoot: true });
      expect(spec.template.spec.securityContext.runAsUser).toBeGreaterThan(0);
      expect(spec.template.spec.containers[0].securityContext).toMatchObject({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });

  test('runs this version of the program, in a namespace of the user', async () => {
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    expect(containerOf(coordinator).image).toBe(`gridsweep:${version}`);
    expect(containerOf(agent).image).toBe(`${overlay === 'nvidia' ? 'gridsweep-nvidia' : 'gridsweep'}:${version}`);
    for (const { metadata } of resources) expect(metadata.namespace).toBeUndefined();
    expect(await readFile(join(ROOT, 'k8s/Dockerfile'), 'utf8')).toContain(`gridsweep:${version} `);
  });

  test('gives each agent a GPU only where the overlay says so, and time to drain', () => {
    expect(containerOf(agent).resources.limits['nvidia.com/gpu']).toBe(overlay === 'nvidia' ? 1 : undefined);
    expect(containerOf(agent).resources.limits).toHaveProperty('cpu');
    expect(coordinator.spec.replicas).toBe(1);
    expect(agent.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30);
    for (const { spec } of [coordinator, agent]) {
      expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
    }
  });
});

function workload(resources: readonly Resource[], name: string): Workload {
  const found = resources.find(({ kind, metadata }) => kind !== 'Service' && metadata.name === name);
  if (found === undefined) throw new Error(`The overlay has no workload ${name}.`);
  return found as Workload;
}

function containerOf({ spec }: Workload): Container {
  return spec.template.spec.containers[0];
}

function portsOf(of: Workload): number[] {
  return containerOf(of).ports.map(({ containerPort }) => containerPort);
}

/** The value of --name=value. */
function option(of: Workload, name: string): string | undefined {
  const start = `--${name}=`;
  return containerOf(of)
    .args.find((arg) => arg.startsWith(start))
    ?.slice(start.length);
}

function variable(of: Workload, name: string): string | undefined {
  return containerOf(of).env.find((entry) => entry.name === name)?.value;
}
