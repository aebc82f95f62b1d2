import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { completionScript } from './completion-script.ts';
import { EXIT } from './exit-code.ts';
import { program } from './program.ts';
import { WORKLOADS } from './workloads.ts';
import { memoryTerminal } from './testing/memory-terminal.ts';

const root = program({
  terminal: memoryTerminal().terminal,
  env: {},
  interrupt: new AbortController().signal,
  stdin: process.stdin,
  workloads: WORKLOADS,
  exitCode: EXIT.ok,
});

describe('completion in bash', () => {
  let emptyFolder: string;
  beforeAll(async () => {
    emptyFolder = await mkdtemp(join(tmpdir(), 'gridsweep-completion-'));
  });
  afterAll(() => rm(emptyFolder, { recursive: true }));

  async function completed(...words: string[]): Promise<string[]> {
    const quoted = words.map((word) => `'${word}'`).join(' ');
    const script = `${completionScript('bash', root)}\nCOMP_WORDS=(gridsweep ${quoted}); COMP_CWORD=${words.length}; _gridsweep; echo "\${COMPREPLY[@]}"`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: emptyFolder });
    return stdout.trim().split(/\s+/);
  }

  test.each([
    [['qui'], ['quickstart']],
    [['dataset', 'ver'], ['verify']],
    [['completion', 'f'], ['fish']],
    [['train', '--mom'], ['--momentum']],
    [['results', 'x', '--form'], ['--format']],
  ])('%j', async (typed, expected) => {
    expect(await completed(...typed)).toEqual(expected);
  });
});

test('fish lists each command with its description', () => {
  const script = completionScript('fish', root);
  expect(script).toContain("complete -c gridsweep -f -n '__fish_use_subcommand' -a train -d 'train one trial here");
  expect(script).toContain('-l weight-decay');
});
