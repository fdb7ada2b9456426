const FEN = 100;

/** Yuan as somebody types them, in whole fen: what floats cannot hold exactly is rounded. */
export function toFen(yuan: number): number;
export function toFen(yuan: number | null | undefined): number | undefined;
export function toFen(yuan: number | null | undefined) {
  return typeof yuan === 'number' ? Math.round(yuan * FEN) : undefined;
}

/** Whole fen as the number of yuan. */
export const toYuan = (fen: number | null | undefined) =>
  typeof fen === 'number' ? fen / FEN : null;

/** Whole fen as yuan with two decimals and thousands: `12,345.60`. */
export function formatFen(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return '';
  return (fen / FEN).toLocaleString('zh-CN', { minimumFractionDigits: 2 });
}
