import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { compile } from '#core/journey'
import { readVocabulary } from '#enablers/authoring'
import * as privacy from '#enablers/privacy'
import { readYaml } from '#platform/yaml'

/** A README's example is a promise: each line `expression   // value` gives that value. */
test('the example of privacy runs and gives what it says', async () => {
  const { vocabulary } = readVocabulary(['services'], {}), done = compile(readYaml(readFileSync('services/srcei/certificado-antecedentes/service.yaml', 'utf8'), 'x').value, vocabulary)
  assert.ok('engine' in done)
  const [, block = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('src/enablers/privacy/README.md', 'utf8')) ?? []
  let checked = 0
  const lines = block.split('\n').filter((l) => !l.startsWith('import')).map((line) => {
    const [, code = line, value] = /^(.*?)\s+\/\/ ('[^']*'|\d+)$/.exec(line) ?? []
    if (value === undefined) return line
    checked++
    return `;same(${code}, ${value}, ${JSON.stringify(line)})`
  })
  const scope = { ...privacy, tree: readYaml(readFileSync('services/_law/privacy.yaml', 'utf8'), 'x').value, service: done.engine.service, vocabulary, nameOf: (id: string) => ({ es: id, en: id }), same: (a: unknown, b: unknown, line: string) => assert.deepEqual(a, b, line) }
  await new (Object.getPrototypeOf(async () => {}).constructor as new (...a: string[]) => (...v: unknown[]) => Promise<void>)(...Object.keys(scope), lines.join('\n'))(...Object.values(scope))
  assert.equal(checked, 4)
})
