// Fails when signing in and opening the home page would load more than the budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 400 * 1000;
const FIRST_LOAD = [
  'index.html',
  'src/routes/sign-in.tsx',
  'src/routes/_app.tsx',
  'src/routes/_app/index.tsx',
];

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const files = new Set();

function collect(key) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) collect(next);
}

for (const key of Object.keys(manifest)) {
  if (FIRST_LOAD.some((route) => key === route || key.startsWith(`${route}?`))) collect(key);
}

let total = 0;
for (const file of [...files].sort()) {
  const size = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
  total += size;
  process.stdout.write(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}\n`);
}
process.stdout.write(
  `${(total / 1000).toFixed(1).padStart(8)} kB  first load, gzipped (budget ${BUDGET / 1000} kB)\n`,
);
if (total > BUDGET) process.exit(1);
