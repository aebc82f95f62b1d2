import { expect, test } from 'vitest';
import { requirePlatform } from './platform.ts';

test('Linux on x64 with a C library that is new enough will do', () => {
  expect(() => requirePlatform({ platform: 'linux', arch: 'x64', glibc: '2.27' })).not.toThrow();
  expect(() => requirePlatform({ platform: 'linux', arch: 'x64', glibc: '3.0' })).not.toThrow();
});

test.each([
  [{ platform: 'darwin', arch: 'arm64', glibc: null }, /this is darwin on arm64/],
  [{ platform: 'win32', arch: 'x64', glibc: null }, /this is win32 on x64/],
  [{ platform: 'linux', arch: 'arm64', glibc: '2.36' }, /this is linux on arm64/],
  [{ platform: 'linux', arch: 'x64', glibc: null }, /musl/],
  [{ platform: 'linux', arch: 'x64', glibc: '2.17' }, /version 2\.27 .*this system has 2\.17/],
])('%o will not', (platform, message) => {
  expect(() => requirePlatform(platform)).toThrow(message);
});
