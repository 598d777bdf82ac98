import type { MeanEstimate } from './estimate-mean.ts';

/** The estimate counted from another zero. */
export const addedTo = ({ mean, low, high }: MeanEstimate, minor: number): MeanEstimate => ({
  mean: mean === null ? null : mean + minor,
  low: low === null ? null : low + minor,
  high: high === null ? null : high + minor,
});
