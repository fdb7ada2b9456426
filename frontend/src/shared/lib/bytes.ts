const UNITS = ['B', 'KB', 'MB', 'GB'] as const;
const STEP = 1024;

/** `820 B`, `1.4 MB`: a size as file managers say it. */
export function formatBytes(bytes: number): string {
  let [size, unit] = [bytes, 0];
  while (size >= STEP && unit < UNITS.length - 1) {
    size /= STEP;
    unit += 1;
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${UNITS[unit]}`;
}
