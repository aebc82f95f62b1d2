/**
 * Weights that stay when a trial has finished: files like checkpoints. What was learned is judged where results are shown: a
 * finished trial is completed or diverged. Everything stored before stays.
 */
export const weights = `
alter table checkpoints add column kind text not null default 'checkpoint' check (kind in ('checkpoint', 'weights'));

update trials set outcome = 'completed' where outcome in ('converged', 'no-progress');
`;
