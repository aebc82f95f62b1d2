export { estimate, extent, meanOf, type Estimate } from './statistics/estimate.ts';
export { groupBy } from './statistics/group-by.ts';
export { rate } from './statistics/rate.ts';
export { welchInterval } from './statistics/welch.ts';
