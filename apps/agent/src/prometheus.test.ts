import { expect, test } from 'vitest';
import { prometheusText } from './prometheus.ts';

const AGENT = { agent: 'a', connected: true, slots: 4, busySlots: 3, device: null };

test('an agent without a GPU', () => {
  expect(prometheusText({ ...AGENT, agent: 'say "a\\b"\n', ended: new Map([['finished', 7]]) }))
    .toBe(`# HELP gridsweep_agent_connected Whether the coordinator is connected.
# TYPE gridsweep_agent_connected gauge
gridsweep_agent_connected{agent="say \\"a\\\\b\\"\\n"} 1
# HELP gridsweep_agent_slots Trials trained at once.
# TYPE gridsweep_agent_slots gauge
gridsweep_agent_slots{agent="say \\"a\\\\b\\"\\n"} 4
# HELP gridsweep_agent_busy_slots Trials being trained.
# TYPE gridsweep_agent_busy_slots gauge
gridsweep_agent_busy_slots{agent="say \\"a\\\\b\\"\\n"} 3
# HELP gridsweep_agent_runs_total Runs that have ended.
# TYPE gridsweep_agent_runs_total counter
gridsweep_agent_runs_total{agent="say \\"a\\\\b\\"\\n",end="finished"} 7
`);
});

test('a GPU, without what is not known of it', () => {
  const device = {
    uuid: 'GPU-1',
    name: 'Test',
    utilization: 0.25,
    memory: { usedBytes: 2 ** 30, totalBytes: 2 ** 36 },
    powerWatts: null,
    temperatureCelsius: 61,
  };
  const text = prometheusText({ ...AGENT, ended: new Map(), device });
  const samples = text.split('\n').filter((line) => line.startsWith('gridsweep_gpu'));
  expect(samples).toEqual([
    'gridsweep_gpu_utilization_ratio{agent="a",uuid="GPU-1",name="Test"} 0.25',
    'gridsweep_gpu_memory_used_bytes{agent="a",uuid="GPU-1",name="Test"} 1073741824',
    'gridsweep_gpu_memory_total_bytes{agent="a",uuid="GPU-1",name="Test"} 68719476736',
    'gridsweep_gpu_temperature_celsius{agent="a",uuid="GPU-1",name="Test"} 61',
  ]);
});
