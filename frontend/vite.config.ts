import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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
      // What every page needs is one file: cut up by who else needs it, it was thirty.
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
    },
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8080' } },
});
