/**
 * What was learned is judged where results are shown: a finished trial is completed or diverged. Everything stored before stays.
 */
export const weights = `
update trials set outcome = 'completed' where outcome in ('converged', 'no-progress');
`;
