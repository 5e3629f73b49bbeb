/**
 * Who may import whom (docs/decisions/2026-11-24-floors.md). Floors, from the ground up: core, platform | ui, cases, enablers, channels, app.
 * test/house plants a crime for each rule and expects it caught.
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
const test = '\\.test\\.tsx?$'
module.exports = {
  forbidden: [
    forbid('core-is-pure', 'core runs in every browser and server: no I/O, no npm, no Node',
      { path: '^src/core/', pathNot: test }, { pathNot: '^src/core/' }),
    forbid('core-tests-stay-below', 'a test of core may read files and use tools, and knows no other floor but the reader of definitions',
      { path: `^src/core/.*${test}` }, { path: '^src/(?!core/|platform/yaml/)' }),
    forbid('platform-knows-nothing', 'platform is plumbing: it knows no public service',
      { path: '^src/platform/', pathNot: test }, { path: '^(src/(?!platform/)|services/)' }),
    forbid('ui-is-pure', 'ui turns values into HTML: core, preact, icons and fonts, and reading its own files',
      { path: '^src/ui/', pathNot: test }, { pathNot: '^src/(ui|core)/|node_modules/(preact|preact-render-to-string|lucide-static|@fontsource-variable|uqr)/|^(node:)?(fs|path|url|crypto)$' }),
    forbid('cases-stand-below-enablers', 'cases know effects by name, not who performs them',
      { path: '^src/cases/', pathNot: test }, { path: '^(src/(ui|enablers|channels|app)/|services/)' }),
    forbid('enablers-never-meet', 'an enabler imports no other enabler: app introduces them',
      { path: '^src/enablers/([^/]+)/' }, { path: '^src/enablers/', pathNot: '^src/enablers/$1/' }),
    forbid('enablers-below-channels', 'an enabler declares what it needs; app brings cases and channels',
      { path: '^src/enablers/', pathNot: test }, { path: '^(src/(channels|cases|app)/|services/)' }),
    forbid('channels-never-meet', 'what two channels share belongs in ui, cases or core',
      { path: '^src/channels/([^/]+)/' }, { path: '^src/channels/', pathNot: '^src/channels/$1/' }),
    forbid('channels-below-app', 'app is imported by nobody',
      { path: '^src/channels/', pathNot: test }, { path: '^(src/app/|services/)' }),
    forbid('app-is-the-roof', 'app is imported by nobody',
      { path: '^src/(?!app/)', pathNot: test }, { path: '^src/app/' }),
    forbid('knock-at-the-door', 'come in by index.ts',
      { path: '^src/([^/]+)/([^/]+)/' }, { path: '^src/(core|platform|enablers|channels)/[^/]+/(?!index\\.ts$)', pathNot: '^src/($1/$2/|platform/testing/)' }),
    forbid('knock-from-outside', 'tests, benchmarks and scripts come in by index.ts too',
      { path: '^(test|bench|scripts)/' }, { path: '^src/(core|platform|enablers|channels)/[^/]+/(?!index\\.tsx?$)', pathNot: '^src/platform/testing/' }),
    forbid('cases-door', 'come in by index.ts', { pathNot: '^src/cases/' }, { path: '^src/cases/(?!index\\.ts$)' }),
    forbid('ui-door', 'come in by index.ts; a browser script by live/live.ts, which brings nothing along', { pathNot: '^src/ui/' }, { path: '^src/ui/(?!index\\.tsx?$)', pathNot: '\\.css$|^src/ui/live/live\\.ts$' }),
    forbid('testing-is-for-tests', 'what helps tests never runs in production',
      { path: '^src/', pathNot: `(${test}|^src/platform/testing/)` }, { path: '^src/platform/testing/' }),
    forbid('tests-are-leaves', 'nobody imports a test', {}, { path: test }),
    forbid('no-dev-tools-in-the-house', 'what runs in production is a dependency',
      { path: '^src/', pathNot: `(${test}|^src/platform/testing/)` }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] }),
    forbid('nothing-missing', 'an import that leads nowhere', {}, { couldNotResolve: true }),
    forbid('no-circles', 'two files that need each other are one thought', { pathNot: test }, { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }),
    // What a browser runs: reachable means transitively.
    { name: 'client-reaches-core-and-ui', comment: 'a *.client.tsx reaches only core, ui, preact, the browser half of WebAuthn and client files, however far', severity: 'error',
      from: { path: '\\.client\\.tsx?$' }, to: { reachable: true, pathNot: '^src/(core|ui)/|node_modules/(preact|@simplewebauthn/browser)/|\\.client\\.tsx?$' } },
    forbid('services-are-data', 'a public service holds no code', {}, { path: '^services/' }),
  ],
  options: {
    tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
}
