/**
 * The structures of nvml.h as they lie in memory, little-endian, with C's padding on 64-bit machines.
 *
 *     nvmlMemory_t          u64 total, free, used
 *     nvmlUtilization_t     u32 gpu, memory (percent)
 *     nvmlPciInfo_t         char[16] legacy id, 5 × u32, char[32] bus id
 *     nvmlProcessInfo_t     u32 pid, padding, u64 used memory, u32 GPU instance, u32 compute instance
 *     nvmlTemperature_t     u32 version, u32 sensor, i32 degrees Celsius
 *     nvmlEventData_t       handle, u64 type, u64 data, u32 GPU instance, u32 compute instance
 */
import type { GpuProcess, Memory } from '../gpu.ts';
import type { Handle } from './library.ts';
import { textOf } from './library.ts';

export const MEMORY_BYTES = 24;
export const UTILIZATION_BYTES = 8;
export const PCI_BYTES = 68;
export const PROCESS_BYTES = 24;
export const EVENT_BYTES = 32;

/** What NVML says where it does not tell a number (NVML_VALUE_NOT_AVAILABLE). */
const NOT_TOLD = 0xffff_ffff_ffff_ffffn;

export function memoryOf(bytes: Buffer): Memory {
  return { totalBytes: Number(bytes.readBigUInt64LE(0)), usedBytes: Number(bytes.readBigUInt64LE(16)) };
}

/** Fraction of time, 0 to 1. */
export function utilizationOf(bytes: Buffer): number {
  return bytes.readUInt32LE(0) / 100;
}

export function busIdOf(bytes: Buffer): string {
  return textOf(bytes.subarray(36, PCI_BYTES));
}

export function processesOf(bytes: Buffer, count: number): GpuProcess[] {
  return Array.from({ length: count }, (_, at) => {
    const used = bytes.readBigUInt64LE(at * PROCESS_BYTES + 8);
    return { pid: bytes.readUInt32LE(at * PROCESS_BYTES), usedBytes: used === NOT_TOLD ? null : Number(used) };
  });
}

/** nvmlTemperature_v1: the structure's size and its version. */
const TEMPERATURE_VERSION = 12 | (1 << 24);

/** A structure that asks for the temperature of a sensor, in which the answer comes. */
export function temperatureQuestion(sensor: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32LE(TEMPERATURE_VERSION, 0);
  bytes.writeUInt32LE(sensor, 4);
  return bytes;
}

export function temperatureOf(bytes: Buffer): number {
  return bytes.readInt32LE(8);
}

export function eventOf(bytes: Buffer): { readonly device: Handle; readonly data: number } {
  return { device: bytes.readBigUInt64LE(0), data: Number(bytes.readBigUInt64LE(16)) };
}

/** Numbers of the bits that are set. */
export function bitsOf(bytes: Buffer): number[] {
  return Array.from({ length: 8 * bytes.length }, (_, bit) => bit).filter((bit) => (bytes[bit >> 3]! >> (bit & 7)) & 1);
}
