import type { DeviceMetrics } from '@gridsweep/devices';
import { GridsweepError, type Failure, type MetricPoint, type Parameters, type Progress } from '@gridsweep/sweep';
import type { Chunk as WireChunk, Chunk__Output } from '../gen/gridsweep/v1/Chunk.ts';
import type { DeviceMetrics as WireDeviceMetrics, DeviceMetrics__Output } from '../gen/gridsweep/v1/DeviceMetrics.ts';
import type { Failure as WireFailure, Failure__Output } from '../gen/gridsweep/v1/Failure.ts';
import type { MetricPoint as WirePoint, MetricPoint__Output } from '../gen/gridsweep/v1/MetricPoint.ts';
import type { Progress as WireProgress, Progress__Output } from '../gen/gridsweep/v1/Progress.ts';
import type { Chunk } from '../session.ts';
import { failureKind } from './enums.ts';

/** A message that must be there. */
export function present<Message>(message: Message | null | undefined, name: string): Message {
  if (message !== null && message !== undefined) return message;
  throw new GridsweepError('invalid', `A message lacks its ${name}.`);
}

export function metricToWire({ name, step, epoch, value }: MetricPoint): WirePoint {
  return { name, step, value, ...(epoch !== undefined && { epoch }) };
}

/** Any name passes: the coordinator ends the one attempt that sent a wrong one, an error here would end its agent's session. */
export function metricFromWire({ name, step, epoch, value }: MetricPoint__Output): MetricPoint {
  return { name, step, value, ...(epoch !== undefined && { epoch }) };
}

export function progressToWire({ step, totalSteps, rate }: Progress): WireProgress {
  return { step, ...(totalSteps !== undefined && { totalSteps }), ...(rate && { rate: { ...rate } }) };
}

export function progressFromWire({ step, totalSteps, rate }: Progress__Output): Progress {
  return {
    step,
    ...(totalSteps !== undefined && { totalSteps }),
    ...(rate && { rate: { value: rate.value, unit: rate.unit } }),
  };
}

export function failureToWire({ kind, detail }: Failure): WireFailure {
  return { kind: failureKind.toWire(kind), detail };
}

export function failureFromWire({ kind, detail }: Failure__Output): Failure {
  return { kind: failureKind.fromWire(kind), detail };
}

export function chunkToWire({ totalBytes, sha256, offset, bytes }: Chunk): WireChunk {
  // The same memory as a Buffer, which is what the encoder takes.
  return { totalBytes, sha256, offset, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

export function chunkFromWire({ totalBytes, sha256, offset, bytes }: Chunk__Output): Chunk {
  return { totalBytes, sha256, offset, bytes };
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
