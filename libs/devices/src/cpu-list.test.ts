import { expect, test } from 'vitest';
import { formatCpuList, parseCpuList } from './cpu-list.ts';
import { sysBusId } from './locality.ts';

test.each([
  ['', []],
  ['0', [0]],
  ['0-3', [0, 1, 2, 3]],
  ['0,2,4', [0, 2, 4]],
  ['0-1,8-9,64', [0, 1, 8, 9, 64]],
])('"%s"', (text, cpus) => {
  expect(parseCpuList(`${text}\n`)).toEqual(cpus);
  expect(formatCpuList(cpus)).toBe(text);
});

test.each([
  ['00000000:65:00.0', '0000:65:00.0'],
  ['00000001:E1:00.0', '0001:e1:00.0'],
  ['0000:65:00.0', '0000:65:00.0'],
])('the bus id %s is %s in /sys', (busId, name) => {
  expect(sysBusId(busId)).toBe(name);
});
