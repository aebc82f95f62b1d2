import type { MetricPoint } from '@gridsweep/sweep';

import type { Queryable } from '../database.ts';
import { POINTS_PER_PAGE } from '../limits.ts';

/** All points of a trial by name, then step; only one page at a time is in memory (I6). */
export async function* readPoints(db: Queryable, trialId: string): AsyncGenerator<MetricPoint[]> {
  let last: Pick<MetricPoint, 'name' | 'step'> | { name: ''; step: -1 } = { name: '', step: -1 };
  for (;;) {
    const page: MetricPoint[] = await db.query<MetricPoint>(
      `select name, step::float8 as step, epoch, value
         from metrics
        where trial_id = $1 and (name, step) > ($2, $3::bigint)
        order by name, step
        limit $4`,
      [trialId, last.name, last.step, POINTS_PER_PAGE],
    );
    if (page.length > 0) yield page;
    if (page.length < POINTS_PER_PAGE) return;
    last = page.at(-1)!;
  }
}
