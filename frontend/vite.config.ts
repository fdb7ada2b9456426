import { fileURLToPath } from 'node:url';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

/** As the server does: every address under /public is the citizens' page. */
const citizensPage: Plugin = {
  name: 'citizens-page',
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      if (/^\/public(\/[\w-]*)?(\?|$)/.test(request.url ?? '')) request.url = '/public.html';
      next();
    });
  },
};

const loadedBy = new Map<string, Set<string>>();

/** Whether a page loads the module before it does anything, as its entry asks for it. */
function isLoadedBy(entry: string, id: string, modules: Rolldown.ChunkingContext): boolean {
  const found = loadedBy.get(entry) ?? new Set<string>();
  if (!loadedBy.has(entry)) {
    loadedBy.set(entry, found);
    const open = [fileURLToPath(new URL(entry, import.meta.url))];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (found.has(next)) continue;
      found.add(next);
      open.push(...(modules.getModuleInfo(next)?.importedIds ?? []));
    }
  }
  return found.has(id);
}

export default defineConfig({
  plugins: [
    // Must come before react(): it rewrites the route files.
    tanstackRouter({
      target: 'react',
      autoCodeSplitting: true,
      generatedRouteTree: './src/routeTree.gen.ts',
    }),
    react(),
    citizensPage,
  ],
  // Chromium 109 is the last one that runs on Windows 7, which county offices still use.
  build: {
    target: 'chrome109',
    manifest: true,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // The citizens' pages are a small bundle of their own.
      input: { main: 'index.html', public: 'public.html' },
      output: {
        codeSplitting: {
          // What every page needs is one file (cut up by who else needs it, it was thirty), but for
          // what the citizens' pages need too: they load nothing of the signed-in app.
          groups: [
            {
              priority: 1,
              tags: ['$initial'],
              debugName: 'both',
              name: (id, modules) =>
                isLoadedBy('src/main.tsx', id, modules) &&
                isLoadedBy('src/public/main.tsx', id, modules)
                  ? 'both'
                  : null,
            },
            {
              tags: ['$initial'],
              debugName: 'first',
              name: (id, modules) => (isLoadedBy('src/main.tsx', id, modules) ? 'first' : null),
            },
          ],
        },
      },
    },
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8080' } },
});
