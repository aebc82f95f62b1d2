import { spawnSync } from 'node:child_process';
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder, writeFiles } from '../attempt.fixture.ts';
import { oomKills } from './oom-kills.ts';

test.each([
  [
    'version 2',
    '0::/agent',
    { 'sys/fs/cgroup/agent/memory.events': 'low 0\noom 4\noom_kill 3\noom_group_kill 9\n' },
    3,
  ],
  ['version 2 in a container', '0::/../host', { 'sys/fs/cgroup/memory.events': 'oom_kill 2\n' }, 2],
  [
    'version 1',
    '4:memory:/agent:1\n0::/',
    { 'sys/fs/cgroup/memory/agent:1/memory.oom_control': 'oom_kill_disable 0\nunder_oom 0\noom_kill 5\n' },
    5,
  ],
  ['none', '0::/', { 'proc/vmstat': 'pgfault 7\noom_kill 6\n' }, 6],
  ['none that tells', '0::/', {}, null],
])('cgroups of %s', async (_, cgroup, files, expected) => {
  const root = await testFolder();
  await writeFiles(root, { 'proc/self/cgroup': `${cgroup}\n`, ...files });
  expect(await oomKills(root)).toBe(expected);
});

/** A cgroup with 300 MB, or null where this process may make none. */
function limitedGroup(): string | null {
  for (const [parent, limit] of [
    ['/sys/fs/cgroup/memory', 'memory.limit_in_bytes'],
    ['/sys/fs/cgroup', 'memory.max'],
  ] as const) {
    const group = join(parent, `gridsweep-test-${process.pid}`);
    try {
      mkdirSync(group);
      writeFileSync(join(group, limit), '300000000');
      return group;
    } catch {
      spawnSync('rmdir', [group]);
    }
  }
  return null;
}

const group = limitedGroup();

test.skipIf(group === null)(
  '[cgroup] a command that the kernel kills for memory has failed as out-of-memory',
  async () => {
    onTestFinished(() => rmdirSync(group!));
    const agent = fileURLToPath(new URL('../agent.fixture.ts', import.meta.url));
    const greedy = `node -e "const all = []; for (;;) all.push(Buffer.alloc(1e7, 1))"`;
    const { stdout } = spawnSync(
      'sh',
      [
        '-c',
        `echo $$ > ${group}/cgroup.procs && exec "$@"`,
        'sh',
        process.execPath,
        '--import',
        'tsx',
        agent,
        await testFolder(),
        greedy,
      ],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ type: 'failed', kind: 'out-of-memory' });
  },
);
