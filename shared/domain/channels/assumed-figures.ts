/** Figures of a channel that can come from its provider's usual terms, as the API names them. */
export const ASSUMED_FIGURES = ['fee', 'settlement', 'min_amount', 'max_amount'] as const;
export type AssumedFigure = (typeof ASSUMED_FIGURES)[number];
