import type { LogLevel, LogRecord } from '@gridsweep/protocol';

import type { LogLine } from '../contract.ts';
import type { Queryable } from '../database.ts';
import { LOG_LINES_PER_TRIAL, LOG_MESSAGE_CHARACTERS } from '../limits.ts';

/** Text that PostgreSQL can hold: it knows no character 0. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
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
      lines.map((line) => cut(storable(line.message))),
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
  trial_id: string;
  attempt: number;
  agent_id: string;
  message: string;
}

export async function readLogs(
  db: Queryable,
  sweepId: string,
  options: { readonly trialId?: string | undefined; readonly after: number; readonly limit: number },
): Promise<(LogRecord & { readonly id: number })[]> {
  const rows = await db.query<LogRow>(
    `select id::float8 as id, time, level, trial_id, attempt, agent_id, message
       from log_lines
      where sweep_id = $1 and ($2::text is null or trial_id = $2) and id > $3::bigint
      order by id
      limit $4`,
    [sweepId, options.trialId ?? null, options.after, options.limit],
  );
  return rows.map(({ trial_id: trialId, agent_id: agentId, ...row }) => ({ ...row, trialId, agentId }));
}

function cut(message: string): string {
  return message.length <= LOG_MESSAGE_CHARACTERS ? message : `${message.slice(0, LOG_MESSAGE_CHARACTERS - 1)}…`;
}
