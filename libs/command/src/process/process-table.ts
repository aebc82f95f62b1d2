import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Marks every process of one command, whatever session it moved to: a variable of its environment that no other has. */
export interface ProcessMark {
  /** NAME=VALUE. */
  readonly variable: string;
  /** Process id of the command, which leads its own session and process group. */
  readonly leader: number;
  /** Of the attempt: no other process works in it. */
  readonly folder: string;
}

interface Entry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

/**
 * The living processes that a command started: those of its session or process group, those below it, those whose environment
 * has its mark, and those that work in its folder. One that leaves all of these, as only on purpose, is not found. Empty on systems
 * without /proc.
 */
export function processesOf({ variable, leader, folder }: ProcessMark): number[] {
  const entries = living();
  const below = new Set([leader]);
  // Parents are mostly listed before their children; once more finds the others.
  for (let round = 0; round < 3; round++) {
    for (const { pid, parent } of entries) if (below.has(parent)) below.add(pid);
  }
  const mark = Buffer.from(`${variable}\0`);
  return entries
    .filter(
      ({ pid, group, session }) =>
        group === leader || session === leader || below.has(pid) || hasMark(pid, mark) || worksIn(pid, folder),
    )
    .map(({ pid }) => pid);
}

/** From /proc/PID/stat, see proc(5); not zombies, of which nothing is left but their exit status. */
function living(): Entry[] {
  return pids().flatMap((pid) => {
    const stat = read(`/proc/${pid}/stat`)?.toString('latin1');
    if (stat === undefined) return [];
    // The name (field 2) may hold spaces and parentheses.
    const [state, parent, group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return [];
    return [{ pid, parent: Number(parent), group: Number(group), session: Number(session) }];
  });
}

function hasMark(pid: number, mark: Buffer): boolean {
  return read(`/proc/${pid}/environ`)?.includes(mark) === true;
}

function worksIn(pid: number, folder: string): boolean {
  try {
    return `${readlinkSync(`/proc/${pid}/cwd`)}/`.startsWith(`${folder}/`);
  } catch {
    return false;
  }
}

function pids(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Undefined for a process that is gone or another user's. */
function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
