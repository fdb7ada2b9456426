const FEN = 100;

/** Whole fen as yuan with two decimals and thousands: `12,345.60`. */
export function formatFen(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '';
  return (fen / FEN).toLocaleString('zh-CN', { minimumFractionDigits: 2 });
}

/** Yuan as typed, in whole fen: what floats cannot hold exactly is rounded to the nearest. */
export function toFen(yuan: number): number {
  return Math.round(yuan * FEN);
}
