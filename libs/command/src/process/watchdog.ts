import { spawn, type ChildProcess } from 'node:child_process';
import type { ProcessMark } from './process-table.ts';

/**
 * Reads its input: "group PID" names the command's process group, "done" ends it. Where the input ends without that word, the
 * process that started the command is gone, and everything the command started is killed and its folder removed.
 *
 * Only `grep`, `rm` and `sleep` are used beside the shell, so that it works with any of them, BusyBox's too.
 */
const SCRIPT = String.raw`
group=
while read -r word value; do
  case $word in
    group) group=$value ;;
    done) exit 0 ;;
  esac
done
rounds=0
while [ "$rounds" -lt 60 ]; do
  [ -n "$group" ] && kill -s KILL -- "-$group" 2>/dev/null
  pids=
  for file in $(grep -l -F -e "$1" /proc/[0-9]*/environ 2>/dev/null); do
    pid=${'$'}{file#/proc/}
    pids="$pids ${'$'}{pid%/environ}"
  done
  [ -z "$pids" ] && break
  kill -s KILL $pids 2>/dev/null
  rounds=$((rounds + 1))
  [ "$rounds" -gt 5 ] && sleep 1
done
rm -rf -- "$2"
`;

/**
 * A small process that outlives this one, however it dies, and then kills what a command started. It is in a session of its own,
 * so that what ends this process's group does not end it, too.
 */
export class Watchdog {
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /**
   * @param variable the mark of the command's processes
   * @param folder removed when this process is gone
   */
  static async start(variable: ProcessMark['variable'], folder: string): Promise<Watchdog> {
    const child = spawn('/bin/sh', ['-c', SCRIPT, 'gridsweep-watchdog', variable, folder], {
      cwd: '/',
      detached: true,
      // Without the mark, or it would find itself.
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // One that was killed takes no more words, which harms nothing.
    child.stdin.on('error', () => undefined);
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return new Watchdog(child);
  }

  /** Process id, for tests and logs. */
  get pid(): number {
    return this.#child.pid!;
  }

  watch(group: number): void {
    this.#child.stdin!.write(`group ${group}\n`);
  }

  /** Nothing is left to watch. */
  dismiss(): void {
    this.#child.stdin!.end('done\n');
  }
}
