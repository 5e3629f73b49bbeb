import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { refusals } from '#core/refusal'
import { printed } from '../../scripts/docs.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const read = (path: string) => readFileSync(join(root, path), 'utf8')

for (const [path, text] of printed()) test(`${path} says what the code says`, () => assert.equal(read(path), text, 'run: node --import tsx scripts/docs.ts'))

test('every refusal says what to do, in both languages, and short', () => {
  for (const [code, { status, es, en }] of Object.entries(refusals)) {
    assert.ok(status >= 400 && status < 600, code)
    for (const words of [es, en]) assert.ok(words.length > 15 && words.length < 130 && words.endsWith('.'), `${code}: ${words}`)
    assert.notEqual(es, en, code)
  }
})

test('links between our documents lead somewhere', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdown('docs'), ...markdown('src'), ...markdown('services')].filter((path) => existsSync(join(root, path)))
  for (const page of pages) for (const [, link = ''] of read(page).replace(/```[\s\S]*?```|`[^`\n]*`/g, '').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
    if (/^(https?:|mailto:)/.test(link) || link.includes('<')) continue
    assert.ok(existsSync(join(root, dirname(page), link)), `${page} → ${link}`)
  }
})

test('decisions are dated and say what they are', () => {
  for (const page of markdown('docs/decisions')) {
    assert.match(page, /\/\d{4}-\d{2}-\d{2}-[a-z0-9-]+\.md$/)
    assert.match(read(page), /^# .+\n\*\d{1,2} [A-Z][a-z]+ \d{4} · (accepted|rejected|replaced)/, page)
  }
})

function markdown(folder: string): string[] {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => entry.isDirectory() ? markdown(`${folder}/${entry.name}`) : entry.name.endsWith('.md') ? [`${folder}/${entry.name}`] : [])
}
