/** Who may import whom: shared ← feature ← routes and app; never sideways. */
module.exports = {
  forbidden: [
    {
      name: 'feature-stays-in-its-folder',
      comment: 'A feature imports shared and itself; features are put together in routes and app.',
      severity: 'error',
      from: { path: '^src/features/([^/]+)/' },
      to: { path: '^src/features/', pathNot: '^src/features/$1/' },
    },
    {
      name: 'feature-knows-no-app',
      severity: 'error',
      from: { path: '^src/features/' },
      to: { path: '^src/(app|routes)/' },
    },
    {
      name: 'shared-knows-no-feature',
      severity: 'error',
      from: { path: '^src/shared/' },
      to: { path: '^src/(features|app|routes)/' },
    },
    {
      name: 'testing-only-from-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: ['\\.test\\.tsx?$', '^src/testing/'] },
      to: { path: '^src/testing/' },
    },
    {
      name: 'public-stays-small',
      comment:
        'The citizens pages take types and the reading of problems from shared, nothing else.',
      severity: 'error',
      from: { path: '^src/public/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^src/',
        pathNot: ['^src/public/', '^src/shared/api/(problem|types|schema\\.gen)\\.ts$'],
      },
    },
    {
      name: 'public-is-a-bundle-of-its-own',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/public/' },
      to: { path: '^src/public/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'routeTree\\.gen\\.ts$' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
