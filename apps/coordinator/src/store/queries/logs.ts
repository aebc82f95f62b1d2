import type { LogRecord } from '@gridsweep/protocol';
import type { LogLevel } from '@gridsweep/sweep';

import type { LogLine } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { LOG_LINES_PER_TRIAL, TEXT_CHARACTERS } from '../limits.ts';

/** Text that PostgreSQL can hold: it knows no character 0. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** The beginning of text that people or programs may have made as long as they liked (I6), storable. */
export function cut(text: string): string {
  return storable(text.length <= TEXT_CHARACTERS ? text : `${text.slice(0, TEXT_CHARACTERS - 1)}…`);
}

/** Appends lines in order, those of unknown trials left out, and drops each trial's oldest beyond its limit (I6). */
export async function appendLogs(db: Queryable, lines: readonly LogLine[]): Promise<string[]> {
  if (lines.length === 0) return [];
  const rows = await db.query<{ sweep_id: string }>(
    `insert into log_lines (sweep_id, trial_id, attempt, agent_id, time, level, message)
     select t.sweep_id, t.id, line.attempt, line.agent_id, line.time, line.level, line.message
       from unnest($1::text[], $2::bigint[], $3::text[], $4::float8[], $5::text[], $6::text[]) with ordinality
         as line (trial_id, attempt, agent_id, time, level, message, place)
       join trials t on t.id = line.trial_id
      where line.attempt <= t.attempts
      order by line.place
     returning sweep_id`,
    [
      lines.map((line) => storable(line.trialId)),
      lines.map((line) => line.attempt),
      lines.map((line) => line.agentId),
      lines.map((line) => line.time),
      lines.map((line) => line.level),
      lines.map((line) => cut(line.message)),
    ],
  );
  await db.query(
    `delete from log_lines l
      using unnest($1::text[]) as written (trial_id)
      where l.trial_id = written.trial_id
        and l.id <= (select id from log_lines where trial_id = written.trial_id order by id desc offset $2 limit 1)`,
    [[...new Set(lines.map((line) => storable(line.trialId)))], LOG_LINES_PER_TRIAL],
  );
  return [...new Set(rows.map((row) => row.sweep_id))];
}

interface LogRow {
  id: number;
  time: number;
  level: LogLevel;
  trialId: string;
  trialIndex: number;
  attempt: number;
  agentId: string;
  message: string;
}

export async function readLogs(
  db: Queryable,
  sweepId: string,
  options: { readonly trialId?: string | undefined; readonly after: number; readonly limit: number },
): Promise<(LogRecord & { readonly id: number })[]> {
  return db.query<LogRow>(
    `select l.id::float8 as id, l.time, l.level, l.trial_id as "trialId", t.index as "trialIndex", l.attempt,
            l.agent_id as "agentId", l.message
       from log_lines l join trials t on t.id = l.trial_id
      where l.sweep_id = $1 and ($2::text is null or l.trial_id = $2) and l.id > $3::bigint
      order by l.id
      limit $4`,
    [sweepId, options.trialId ?? null, options.after, options.limit],
  );
}
