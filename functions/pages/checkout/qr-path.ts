import { encode } from 'uqr';
import type { QrPath } from './view/page.ts';

/** A QR code as a path; `undefined` when the text is longer than a code can hold (2,331 bytes at this level). */
export const qrPath = (text: string): QrPath | undefined => {
  if (Buffer.byteLength(text) > 2_331) return undefined;
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  return { size, path: data.map((row, y) => rowPath(row, y)).join('') };
};

const rowPath = (row: readonly boolean[], y: number): string => {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const start = x;
    while (row[x]) x += 1;
    path += `M${start} ${y}h${x - start}v1h${start - x}z`;
  }
  return path;
};
