const DIGITS = 12;

/**
 * A card's place among all cards a product ever had, as a sortable text. Numbers are given out by one counter a
 * product: batches in the order in which they were opened, cards in the order of their lines.
 */
export const cardPosition = (serial: number): string => String(serial).padStart(DIGITS, '0');

/** Inverse of {@link cardPosition}. */
export const cardSerial = (position: string): number => Number(position);
