/**
 * Units of a product that the unpaid orders of one buyer may hold together: a share of its unsold cards, rounded up, so
 * that the last card can be bought too.
 */
export const stockShare = (unsoldUnits: number, percent: number): number =>
  Math.ceil((unsoldUnits * percent) / 100);

/** Unsold units that must exist before one buyer may hold `units` of them; inverse of {@link stockShare}. */
export const unsoldNeeded = (units: number, percent: number): number =>
  units <= 0 ? 0 : Math.floor(((units - 1) * 100) / percent) + 1;
