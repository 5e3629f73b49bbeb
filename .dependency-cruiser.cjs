/** Who may import whom. Floors, from the ground up: core, platform, ui|cases, enablers, channels, app. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })
module.exports = {
  forbidden: [
    forbid('core-is-pure', 'core runs in every browser and server: no I/O, no npm, no Node',
      { path: '^src/core/' }, { pathNot: '^src/core/' }),
    forbid('services-speak-core', 'a public service is a definition: only the core language and its own folder',
      { path: '^services/([^/]+)/', pathNot: '\\.test\\.ts$' }, { pathNot: '^(services/$1/|src/core/)' }),
    forbid('platform-knows-nothing', 'platform is plumbing: it knows no public service',
      { path: '^src/platform/' }, { path: '^(src/(?!platform/)|services/)' }),
    forbid('ui-is-pure', 'ui turns values into HTML',
      { path: "^src/ui/" }, { pathNot: "^(src/(ui|core)/|node_modules/(preact|preact-render-to-string|lucide-static)/)" }),
    forbid('cases-stand-below-enablers', 'cases know effects by name, not who performs them',
      { path: '^src/cases/' }, { path: '^(src/(enablers|channels|ui|app)/|services/)' }),
    forbid('enablers-never-meet', 'an enabler imports no other enabler: app introduces them',
      { path: '^src/enablers/([^/]+)/' }, { path: '^src/enablers/', pathNot: '^src/enablers/$1/' }),
    forbid('enablers-below-channels', '', { path: '^src/enablers/' }, { path: '^(src/(channels|cases|app)/|services/)' }),
    forbid('channels-never-meet', 'what two channels share belongs in ui or core',
      { path: '^src/channels/([^/]+)/' }, { path: '^src/channels/', pathNot: '^src/channels/$1/' }),
    forbid('channels-below-app', '', { path: '^src/channels/' }, { path: '^(src/app/|services/)' }),
    forbid('knock-at-the-door', 'come in by index.ts',
      { path: '^src/([^/]+)/([^/]+)/' }, { path: '^src/(core|platform|enablers|channels)/[^/]+/(?!index\\.ts$)', pathNot: '^src/$1/$2/' }),
    forbid('cases-door', 'come in by index.ts', { pathNot: '^src/cases/' }, { path: '^src/cases/(?!index\\.ts$)' }),
    forbid('no-circles', '', {}, { circular: true }),
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node'] } },
}
