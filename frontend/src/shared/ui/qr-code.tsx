interface QrCodeProps {
  /** Rows of modules, `1` a dark one. */
  rows: string[];
}

/** Light modules a reader needs around the code (ISO/IEC 18004). */
const quiet = 4;

/** A QR code the server made, drawn. */
export function QrCode({ rows }: QrCodeProps) {
  const side = rows.length + 2 * quiet;
  const path = rows
    .flatMap((row, y) =>
      Array.from(row, (module, x) => (module === '1' ? `M${x + quiet} ${y + quiet}h1v1h-1z` : '')),
    )
    .join('');
  return (
    <svg viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges" aria-hidden="true">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
