import type { DeviceMetrics } from '@gridsweep/devices';

/** What an agent tells to Prometheus. */
export interface AgentFigures {
  readonly agent: string;
  readonly connected: boolean;
  readonly slots: number;
  readonly busySlots: number;
  /** Runs that have ended in this process, by how. */
  readonly ended: ReadonlyMap<string, number>;
  readonly device: DeviceMetrics | null;
}

export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** The text format of Prometheus: prometheus.io/docs/instrumenting/exposition_formats. Units are bytes, watts and ratios. */
export function prometheusText({ agent, connected, slots, busySlots, ended, device }: AgentFigures): string {
  const own: Labels = { agent };
  const families = [
    family('gridsweep_agent_connected', 'gauge', 'Whether the coordinator is connected.', [[own, connected ? 1 : 0]]),
    family('gridsweep_agent_slots', 'gauge', 'Trials trained at once.', [[own, slots]]),
    family('gridsweep_agent_busy_slots', 'gauge', 'Trials being trained.', [[own, busySlots]]),
    family(
      'gridsweep_agent_runs_total',
      'counter',
      'Runs that have ended.',
      [...ended].map(([end, count]) => [{ ...own, end }, count]),
    ),
  ];
  if (device !== null) families.push(...deviceFamilies({ ...own, uuid: device.uuid, name: device.name }, device));
  return families.join('');
}

function deviceFamilies(labels: Labels, device: DeviceMetrics): string[] {
  const gauge = (name: string, help: string, value: number | null) =>
    value === null ? '' : family(`gridsweep_gpu_${name}`, 'gauge', help, [[labels, value]]);
  return [
    gauge('utilization_ratio', 'Fraction of time in which the GPU computed.', device.utilization),
    gauge('memory_used_bytes', 'Memory of the GPU in use.', device.memory.usedBytes),
    gauge('memory_total_bytes', 'Memory of the GPU.', device.memory.totalBytes),
    gauge('power_watts', 'Power that the GPU draws.', device.powerWatts),
    gauge('temperature_celsius', 'Temperature of the GPU.', device.temperatureCelsius),
  ];
}

function family(name: string, type: 'gauge' | 'counter', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}{${pairs.join(',')}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
