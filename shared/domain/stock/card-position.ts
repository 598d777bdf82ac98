/** Lines of one import body, which has at most 1.5 million bytes, fit seven digits. */
const LINE_DIGITS = 7;

/** Where a card stands in its lane: by batch (keys sort by time), then by line. Used once and never again. */
export const cardPosition = (batchKey: string, line: number): string =>
  `${batchKey}#${String(line).padStart(LINE_DIGITS, '0')}`;

/** The key of the batch that a card came with. */
export const batchKeyOf = (position: string): string => position.split('#')[0] ?? '';
