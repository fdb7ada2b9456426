/** `95.00` for points of the API, which are whole hundredths; a dash where nothing could be assessed. */
export function formatPoints(hundredths: number | null | undefined): string {
  if (hundredths === null || hundredths === undefined) return '—';
  const whole = Math.trunc(hundredths / 100);
  return `${whole}.${String(hundredths % 100).padStart(2, '0')}`;
}
