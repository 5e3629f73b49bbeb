import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const floors = ['core', 'platform', 'enablers', 'channels']
const rooms = floors.flatMap((floor) => folders(`src/${floor}`)).concat(['src/cases', 'src/ui']).filter((room) => existsSync(join(root, room)))
const sources = walk('src').concat(walk('test'), walk('scripts'), walk('bin'))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

test('every room has its door and its page', () => {
  for (const room of rooms) {
    assert.ok(['index.ts', 'index.tsx'].some((door) => existsSync(join(root, room, door))), `${room} has no door`)
    assert.ok(existsSync(join(root, room, 'README.md')), `${room} has no README.md`)
  }
})

test('words of a room stand in Spanish and English', async () => {
  for (const path of sources.filter((p) => /^src\/.*\/words\.ts$/.test(p))) {
    const exports = (await import(pathToFileURL(join(root, path)).href)) as { [name: string]: unknown }
    const visit = (value: unknown, at: string): void => {
      if (typeof value !== 'object' || value === null) return
      const keys = Object.keys(value)
      if (keys.includes('es') !== keys.includes('en')) assert.fail(`${path}: ${at} has only ${keys.includes('es') ? 'es' : 'en'}`)
      for (const key of keys) visit((value as { [k: string]: unknown })[key], `${at}.${key}`)
    }
    for (const [name, value] of Object.entries(exports)) visit(value, name)
  }
})

test('a screen says tú', () => {
  for (const path of sources.filter((p) => /^src\/.*\/words\.ts$/.test(p) && !/src\/core\/kinds\//.test(p))) assert.doesNotMatch(read(path).replace(/voice[^\n]*|aloud[^\n]*|spoken[^\n]*/g, ''), /\busted(es)?\b/i, path)
})

test('files are kebab-case, short unless they say why, and avoid empty names', () => {
  for (const path of sources) {
    const name = path.split('/').at(-1)!
    assert.match(name, /^[a-z0-9_]+([.-][a-z0-9_]+)*\.(ts|tsx|mjs)$/, path)
    assert.doesNotMatch(name, /(^|[.-])(manager|helpers?|utils?|common|base|impl|dto)([.-]|$)/i, path)
    const text = read(path), lines = text.split('\n').length
    if (lines > 300 && !/\.test\.tsx?$/.test(name)) assert.match(text, /\b(table|data)\b/i, `${path} has ${lines} lines and does not say that it is a table`)
  }
})

test('nobody reads the environment but config, the command line and what sets up', () => {
  for (const path of sources.filter((p) => p.startsWith('src/') && !/\.test\.tsx?$/.test(p) && !/^src\/(platform\/(config|testing|database)|app)\//.test(p))) assert.doesNotMatch(read(path), /process\.env/, path)
})

function folders(folder: string): string[] {
  return existsSync(join(root, folder)) ? readdirSync(join(root, folder), { withFileTypes: true }).filter((e) => e.isDirectory() && readdirSync(join(root, folder, e.name)).length > 0).map((e) => `${folder}/${e.name}`) : []
}
function walk(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((e) => e.isDirectory() ? walk(`${folder}/${e.name}`) : /\.(ts|tsx|mjs)$/.test(e.name) ? [`${folder}/${e.name}`] : [])
}
