import { MOST_METRICS, type MetricPoint } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { METRIC_NAME_CHARACTERS, POINTS_PER_PAGE } from '../limits.ts';

export interface TrialPoint {
  readonly trialId: string;
  readonly point: MetricPoint;
}

/** A point that was there already with another value. */
export interface Contradiction extends TrialPoint {
  /** The point's value as it came. */
  readonly sent: number;
}

/** Names of the metrics that each of these trials has reported; a trial without any has an empty set. */
export async function metricNames(db: Queryable, trialIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const names = new Map(trialIds.map((id) => [id, new Set<string>()]));
  if (trialIds.length === 0) return names;
  const rows = await db.query<{ trial_id: string; name: string }>(
    'select trial_id, name from latest_metrics where trial_id = any ($1::text[])',
    [trialIds],
  );
  for (const { trial_id: trialId, name } of rows) names.get(trialId)!.add(name);
  return names;
}

/**
 * Whether a trial that has these metrics may report these points, and notes their names if so.
 * @returns why not
 */
export function refusePoints(points: readonly MetricPoint[], names: Set<string>): string | undefined {
  const added = new Set<string>();
  for (const { name, step } of points) {
    if (!Number.isSafeInteger(step) || step < 0) return `The step of a point of ${shown(name)} is ${step}.`;
    if (names.has(name)) continue;
    if (name === '' || name.length > METRIC_NAME_CHARACTERS || /\p{Cc}/u.test(name)) {
      return `A metric has the name ${shown(name)}; a name has 1 to ${METRIC_NAME_CHARACTERS} printable characters.`;
    }
    added.add(name);
    if (names.size + added.size > MOST_METRICS) {
      return `The metric ${shown(name)} is one too many; a trial has at most ${MOST_METRICS} different metrics.`;
    }
  }
  for (const name of added) names.add(name);
  return undefined;
}

function shown(name: string): string {
  return JSON.stringify(name.length > 50 ? `${name.slice(0, 50)}…` : name);
}

/**
 * I3: stores points, each once, whoever sends it again, and keeps the newest of each metric at hand.
 * A resumed attempt must send the bits of the one before it (I5); where it does not, the first value stays.
 * @returns for each trial the first point that came with another value than it had
 */
export async function insertPoints(db: Queryable, points: readonly TrialPoint[]): Promise<Contradiction[]> {
  if (points.length === 0) return [];
  const all = columnsOf(points);
  const [inserted] = await db.query<{ count: number }>(
    `with inserted as (
       insert into metrics (trial_id, name, step, epoch, value)
       select * from unnest($1::text[], $2::text[], $3::bigint[], $4::float8[], $5::float8[])
       on conflict do nothing
       returning 1
     ), latest as (
       insert into latest_metrics as newest (trial_id, name, step, epoch, value)
       select * from unnest($6::text[], $7::text[], $8::bigint[], $9::float8[], $10::float8[])
       on conflict (trial_id, name) do update set step = excluded.step, epoch = excluded.epoch, value = excluded.value
        where excluded.step > newest.step
     )
     select count(*)::int as count from inserted`,
    [...all, ...columnsOf(newestOf(points))],
  );
  if (inserted?.count === points.length) return [];
  const rows = await db.query<PointRow & { trial_id: string; sent: number }>(
    `select distinct on (m.trial_id) m.trial_id, m.name, m.step::float8 as step, m.epoch, m.value, sent.value as sent
       from unnest($1::text[], $2::text[], $3::bigint[], $4::float8[], $5::float8[])
         as sent (trial_id, name, step, epoch, value)
       join metrics m on m.trial_id = sent.trial_id and m.name = sent.name and m.step = sent.step
      where m.value <> sent.value
      order by m.trial_id, m.step`,
    all,
  );
  return rows.map(({ trial_id: trialId, sent, ...row }) => ({ trialId, sent, point: toPoint(row) }));
}

function columnsOf(points: readonly TrialPoint[]): unknown[][] {
  return [
    points.map(({ trialId }) => trialId),
    points.map(({ point }) => point.name),
    points.map(({ point }) => point.step),
    points.map(({ point }) => point.epoch ?? null),
    points.map(({ point }) => point.value),
  ];
}

/** Of each trial's metrics the point of the highest step; of several of one step the first, as in the table of all points. */
function newestOf(points: readonly TrialPoint[]): TrialPoint[] {
  const newest = new Map<string, Map<string, TrialPoint>>();
  for (const entry of points) {
    const ofTrial = newest.get(entry.trialId) ?? new Map<string, TrialPoint>();
    newest.set(entry.trialId, ofTrial);
    const before = ofTrial.get(entry.point.name);
    if (before === undefined || entry.point.step > before.point.step) ofTrial.set(entry.point.name, entry);
  }
  return [...newest.values()].flatMap((ofTrial) => [...ofTrial.values()]);
}

export interface PointRow {
  name: string;
  step: number;
  epoch: number | null;
  value: number;
}

export function toPoint({ name, step, epoch, value }: PointRow): MetricPoint {
  return epoch === null ? { name, step, value } : { name, step, epoch, value };
}

/** All points of a trial by name, then step; only one page at a time is in memory (I6). */
export async function* readPoints(db: Queryable, trialId: string): AsyncGenerator<MetricPoint[]> {
  let last = { name: '', step: -1 };
  for (;;) {
    const rows = await db.query<PointRow>(
      `select name, step::float8 as step, epoch, value
         from metrics
        where trial_id = $1 and (name, step) > ($2, $3::bigint)
        order by name, step
        limit $4`,
      [trialId, last.name, last.step, POINTS_PER_PAGE],
    );
    if (rows.length > 0) yield rows.map(toPoint);
    if (rows.length < POINTS_PER_PAGE) return;
    last = rows.at(-1)!;
  }
}
