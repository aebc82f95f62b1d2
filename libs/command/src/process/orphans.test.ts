import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { processesWith, testFolder, until } from '../attempt.fixture.ts';

const AGENT = fileURLToPath(new URL('../agent.fixture.ts', import.meta.url));
/** Ignores what can be ignored, and has a child that has left its session. */
const SCRIPT = `trap '' TERM HUP INT; setsid sleep 1000 & sleep 0.2; echo ready; while :; do sleep 1; done`;

async function startAgent(scratchFolder: string, where: 'process' | 'thread') {
  const agent = spawn(process.execPath, ['--import', 'tsx', AGENT, scratchFolder, SCRIPT, where], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void agent.kill('SIGKILL'));
  const lines = createInterface(agent.stdout)[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  return { agent, lines };
}

async function expectNothingLeft(scratchFolder: string): Promise<void> {
  await until(async () => (await processesWith(scratchFolder)).length === 0);
  await until(async () => (await readdir(scratchFolder)).length === 0);
}

test('SIGKILL of the process that trains leaves neither a process of the command nor its folder', async () => {
  const scratchFolder = await testFolder();
  const { agent } = await startAgent(scratchFolder, 'process');
  const running = await processesWith(`GRIDSWEEP_METRICS_FILE=${scratchFolder}`);
  expect(running.length).toBeGreaterThanOrEqual(2);
  agent.kill('SIGKILL');
  await expectNothingLeft(scratchFolder);
});

test('the end of a thread that trains leaves nothing of the command, while its process goes on', async () => {
  const scratchFolder = await testFolder();
  const { agent, lines } = await startAgent(scratchFolder, 'thread');
  agent.stdin.write('terminate\n');
  expect((await lines.next()).value).toBe('terminated');
  await expectNothingLeft(scratchFolder);
  expect(agent.exitCode).toBeNull();
});
