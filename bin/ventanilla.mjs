#!/usr/bin/env node
// Needs nothing but `npm ci`: bundles the sources when they are newer than the last bundle, then runs the command.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Ventanilla needs Node 20.19 or later; this is ${process.versions.node}.`)
  process.exit(1)
}
const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The folder of the bundle made from the sources as they are now. Each state of the sources has its own, so that a running server keeps its chunks. */
async function bundle() {
  const stamp = createHash('sha256').update(`${root}\0${process.versions.node}\0`)
  for (const path of ['package-lock.json', 'bin/ventanilla.mjs', ...sources('src')]) {
    const { mtimeMs, size } = statSync(join(root, path))
    stamp.update(`${path}\0${mtimeMs}\0${size}\n`)
  }
  const dist = join(root, 'dist'), target = join(dist, stamp.digest('hex').slice(0, 16))
  if (exists(join(target, 'cli.js'))) return target
  const draft = `${target}.${process.pid}`
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root, entryPoints: { cli: 'src/app/cli.ts' }, outdir: draft, bundle: true, splitting: true, format: 'esm', platform: 'node', target: 'node20.19',
    packages: 'external', sourcemap: 'linked', logLevel: 'error', plugins: [ownPlace],
  })
  mkdirSync(dist, { recursive: true })
  try { renameSync(draft, target) } catch (error) { if (!exists(join(target, 'cli.js'))) throw error; rmSync(draft, { recursive: true, force: true }) }
  sweep(dist, target)
  return target
}
function* sources(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* sources(path)
    else if (/\.(tsx?|json)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name)) yield path
  }
}
/** Code that looks for files beside itself (migrations, fonts) must find them beside its source, not beside the bundle. */
const ownPlace = {
  name: 'own-place',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8')
      if (!text.includes('import.meta.')) return undefined
      const contents = text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)).replaceAll('import.meta.dirname', JSON.stringify(dirname(path))).replaceAll('import.meta.filename', JSON.stringify(path))
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts', resolveDir: dirname(path) }
    })
  },
}
/** Keeps the five youngest bundles: an older process may still load a chunk of its own. */
function sweep(dist, current) {
  const old = readdirSync(dist).map((name) => join(dist, name)).filter((path) => path !== current && /^[0-9a-f]{16}(\.\d+)?$/.test(relative(dist, path)))
    .map((path) => ({ path, at: age(path) })).sort((a, b) => b.at - a.at)
  for (const { path, at } of old.slice(4)) if (Date.now() - at > 3_600_000) rmSync(path, { recursive: true, force: true })
}
function age(path) { try { return statSync(path).mtimeMs } catch { return Date.now() } }
function exists(path) { try { return statSync(path).isFile() } catch { return false } }

const entry = join(await bundle(), 'cli.js')
const { main } = await import(pathToFileURL(entry).href)
await main(process.argv.slice(2), root)
