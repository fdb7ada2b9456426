// Fails when the first load of the signed-in app, or the citizens' pages, would exceed their budget.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUNDLES = [
  {
    name: 'first load',
    budget: 400 * 1000,
    entries: [
      'index.html',
      'src/routes/sign-in.tsx',
      'src/routes/_app.tsx',
      'src/routes/_app/index.tsx',
    ],
  },
  { name: "citizens' pages", budget: 150 * 1000, entries: ['public.html'] },
];

const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));

function collect(key, files) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) collect(next, files);
}

for (const { name, budget, entries } of BUNDLES) {
  const files = new Set();
  for (const key of Object.keys(manifest)) {
    if (entries.some((entry) => key === entry || key.startsWith(`${entry}?`))) collect(key, files);
  }
  let total = 0;
  for (const file of [...files].sort()) {
    const size = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;
    total += size;
    process.stdout.write(`${(size / 1000).toFixed(1).padStart(8)} kB  ${file}\n`);
  }
  process.stdout.write(
    `${(total / 1000).toFixed(1).padStart(8)} kB  ${name}, gzipped (budget ${budget / 1000} kB)\n`,
  );
  if (files.size === 0 || total > budget) process.exitCode = 1;
}
