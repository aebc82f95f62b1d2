import type { DeviceMetrics } from '@gridsweep/devices';
import { GridsweepError, METRIC_NAMES, type MetricName, type MetricPoint, type Parameters } from '@gridsweep/sweep';
import type { Provenance } from '@gridsweep/sweep';
import type { DeviceMetrics as WireDeviceMetrics, DeviceMetrics__Output } from '../gen/gridsweep/v1/DeviceMetrics.ts';
import type { MetricPoint as WirePoint, MetricPoint__Output } from '../gen/gridsweep/v1/MetricPoint.ts';
import type { Progress as WireProgress, Progress__Output } from '../gen/gridsweep/v1/Progress.ts';
import type { Provenance as WireProvenance, Provenance__Output } from '../gen/gridsweep/v1/Provenance.ts';
import { LOG_LEVELS, type LogLevel, type Progress } from '../sweep.ts';

/** A message that must be there. */
export function present<Message>(message: Message | null | undefined, name: string): Message {
  if (message !== null && message !== undefined) return message;
  throw new GridsweepError('invalid', `A message lacks its ${name}.`);
}

/** A time of the wire, where 0 means that it has not happened. */
export function timeFromWire(milliseconds: number): number | undefined {
  return milliseconds === 0 ? undefined : milliseconds;
}

export function metricToWire(point: MetricPoint): WirePoint {
  return { name: point.name, step: point.step, epoch: point.epoch, value: point.value };
}

export function metricFromWire(wire: MetricPoint__Output): MetricPoint {
  if (!isMetricName(wire.name)) {
    throw new GridsweepError('invalid', `"${wire.name}" is no metric; expected one of ${METRIC_NAMES.join(', ')}.`);
  }
  return { name: wire.name, step: wire.step, epoch: wire.epoch, value: wire.value };
}

function isMetricName(name: string): name is MetricName {
  return (METRIC_NAMES as readonly string[]).includes(name);
}

export function progressToWire(progress: Progress): WireProgress {
  return { step: progress.step, totalSteps: progress.totalSteps, imagesPerSecond: progress.imagesPerSecond };
}

export function progressFromWire(wire: Progress__Output): Progress {
  return { step: wire.step, totalSteps: wire.totalSteps, imagesPerSecond: wire.imagesPerSecond };
}

export function provenanceToWire(provenance: Provenance): WireProvenance {
  const { version, engine, engineVariant, device, nodeVersion } = provenance;
  return { version, engine, engineVariant, device, nodeVersion };
}

export function provenanceFromWire(wire: Provenance__Output): Provenance {
  const { version, engine, engineVariant, device, nodeVersion } = wire;
  return { version, engine, engineVariant, device, nodeVersion };
}

export function deviceToWire(device: DeviceMetrics): WireDeviceMetrics {
  const { uuid, name, utilization, memory, powerWatts, temperatureCelsius } = device;
  return {
    uuid,
    name,
    memoryUsedBytes: memory.usedBytes,
    memoryTotalBytes: memory.totalBytes,
    ...(utilization !== null && { utilization }),
    ...(powerWatts !== null && { powerWatts }),
    ...(temperatureCelsius !== null && { temperatureCelsius }),
  };
}

export function deviceFromWire(wire: DeviceMetrics__Output): DeviceMetrics {
  return {
    uuid: wire.uuid,
    name: wire.name,
    utilization: wire.utilization ?? null,
    memory: { usedBytes: wire.memoryUsedBytes, totalBytes: wire.memoryTotalBytes },
    powerWatts: wire.powerWatts ?? null,
    temperatureCelsius: wire.temperatureCelsius ?? null,
  };
}

export function logLevelFromWire(level: string): LogLevel {
  const known = LOG_LEVELS.find((name) => name === level);
  if (known !== undefined) return known;
  throw new GridsweepError('invalid', `"${level}" is no log level; expected one of ${LOG_LEVELS.join(', ')}.`);
}

/** Hyperparameters of a trial from their JSON text. */
export function parametersFromWire(json: string): Parameters {
  const object = objectFromJson(json, 'parameters');
  for (const [name, value] of Object.entries(object)) {
    if (!isParameterValue(value)) {
      throw new GridsweepError(
        'invalid',
        `Parameter ${name} is ${JSON.stringify(value)}; expected a string, a number, true, false, null or a list of numbers.`,
      );
    }
  }
  return object as Parameters;
}

function isParameterValue(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((element) => typeof element === 'number');
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** A JSON object from its text. */
export function objectFromJson(json: string, name: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new GridsweepError('invalid', `The ${name} of a message are no JSON: ${(error as Error).message}.`, {
      cause: error,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new GridsweepError('invalid', `The ${name} of a message are ${json}; expected a JSON object.`);
}
