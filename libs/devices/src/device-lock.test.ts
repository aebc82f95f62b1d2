import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockDevice } from './device-lock.ts';

const UUID = 'GPU-1234';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gridsweep-locks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const lock = (uuid = UUID) => lockDevice(uuid, { XDG_RUNTIME_DIR: folder });
const file = () => join(folder, 'gridsweep', `${UUID}.lock`);

test('one at a time; released, the device is free and nothing is left behind', async () => {
  const release = await lock();
  await expect(lock()).rejects.toMatchObject({ code: 'conflict', message: new RegExp(`process ${process.pid}:`) });
  const other = await lock('GPU-5678');
  await release();
  await (
    await lock()
  )();
  await other();
  expect(await readdir(join(folder, 'gridsweep'))).toEqual([]);
});

test('of many that want it at once, one gets it', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => lock()));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a process that lives has it, one that died does not, also where its pid lives on in another', async () => {
  await (
    await lock()
  )();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const write = (started: string) => writeFile(file(), JSON.stringify({ pid: child.pid, host: hostname(), started }));
  try {
    await write('');
    await expect(lock()).rejects.toMatchObject({ message: new RegExp(`process ${child.pid}:`) });
    await write('an earlier boot/1');
    await (
      await lock()
    )();
    await write('');
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await (
    await lock()
  )();
});

test('whether a process of another host lives cannot be seen: the file to remove is named', async () => {
  await (
    await lock()
  )();
  await writeFile(file(), JSON.stringify({ pid: 1, host: `not-${hostname()}`, started: '' }));
  await expect(lock()).rejects.toMatchObject({ code: 'conflict', message: new RegExp(`remove ${file()}`) });
});
