import type { PageProps } from './page.ts';

/** The code for the open payment. Black on white with its quiet zone in dark mode too: many scanners cannot read an inverted one. */
export const QrCode = ({ page: { qr, words } }: PageProps) => {
  if (!qr) return <p class="note warn">{words.qrTooLong}</p>;
  return (
    <svg
      class="qr"
      role="img"
      aria-label={words.qrLabel}
      viewBox={`0 0 ${qr.size} ${qr.size}`}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${qr.size}v${qr.size}h-${qr.size}z`} />
      <path fill="#000" d={qr.path} />
    </svg>
  );
};
