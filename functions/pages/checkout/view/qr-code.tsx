import { qrPath } from './qr-path.ts';

/** Black on white with its quiet zone in dark mode too: many scanners cannot read an inverted code. */
export const QrCode = ({
  content,
  label,
  tooLong,
}: {
  readonly content: string;
  readonly label: string;
  readonly tooLong: string;
}) => {
  const qr = qrPath(content);
  if (!qr) return <p class="note warn">{tooLong}</p>;
  return (
    <svg
      class="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${qr.size} ${qr.size}`}
      shape-rendering="crispEdges"
    >
      <path fill="#fff" d={`M0 0h${qr.size}v${qr.size}h-${qr.size}z`} />
      <path fill="#000" d={qr.path} />
    </svg>
  );
};
