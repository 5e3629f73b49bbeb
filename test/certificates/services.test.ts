import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import type { Case } from '#core/case'
import { compile } from '#core/journey'
import { readers } from '#core/kinds'
import { checkFile, definitionFiles, readVocabulary } from '#enablers/authoring'
import { createCertificates, demo, migrations } from '#enablers/certificates'
import { testDatabase } from '#platform/database'

const { vocabulary } = readVocabulary(['services']), files = definitionFiles('services')
const sql = await testDatabase({ rooms: [migrations] }), folder = mkdtempSync(join(tmpdir(), 'ventanilla-documents-'))
test.after(async () => { await sql.close(); rmSync(folder, { recursive: true, force: true }) })
const certificates = createCertificates({ sql, maker: demo(), secret: Buffer.alloc(32), publicUrl: () => 'https://ventanilla.example', institutionName: (id) => vocabulary.institutions[id]?.name ?? id, today: () => '2026-11-24', keyOf: async () => Buffer.alloc(32) })
const read = (tool: string, ...args: readonly string[]) => execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
const entries = 'Condena 1. Juzgado de Garantía de Temuco, causa RIT 1234-2019.\nDelito: hurto simple. Pena: 61 días, cumplida el 14/03/2020.\nCondena 2. Juzgado de Garantía de Arica, causa RIT 88-2021.'

let made = 0
for (const path of files) {
  const { service } = checkFile(path, vocabulary, () => []), done = service && compile(service, vocabulary)
  if (!service || !done || 'problems' in done || !service.outputs?.length) continue
  const { engine } = done, example = service.examples.find((e) => e.expect.canSubmit === true)
  if (example === undefined) continue
  made++
  for (const language of ['es', 'en']) for (const output of service.outputs) test(`${service.id}, ${output.id}, ${language}: one page that says whose it is, what it says and by what law`, async () => {
    // A definition's scalars are text until their kind is known.
    const typed = (fact: string, value: unknown) => (typeof value !== 'string' ? value : engine.fact(fact)?.type === 'yesno' ? value === 'true' : ['integer', 'money'].includes(engine.fact(fact)?.type ?? '') ? Number(value) : value)
    const values: { readonly [fact: string]: unknown } = Object.fromEntries(Object.entries({ ...example.given, ...example.fetched }).map(([fact, value]) => [fact, typed(fact, value)]))
    for (const record of [values['record'], ...(values['record'] === undefined ? [] : [entries])]) {
      const answers = Object.fromEntries(Object.entries({ ...values, ...(record === undefined ? {} : { record }) }).map(([f, value]) => [f, { value: value as never, state: 'given' as const }]))
      const file: Case = { id: randomUUID(), seq: 9, status: 'submitted', service: service.id, version: service.version, language, code: '', institution: service.institution, answers, fetched: {}, outcomes: [], touchedOn: example.on, submittedOn: example.on }
      const { data } = await certificates.performs['issue-certificate']({ id: randomUUID(), case: file, kind: 'issue-certificate', data: { output: output.id }, engine, view: engine.pass(answers, { today: example.on, submitted: example.on, lang: language }), today: example.on, now: `${example.on}T13:00:00.000Z` })
      const found = await certificates.download(file.id, data.folio)
      assert.ok(found.ok)
      const pdf = join(folder, `${data.folio}.pdf`)
      writeFileSync(pdf, found.value.bytes)
      const text = read('pdftotext', '-layout', pdf, '-').replace(/\s+/g, ' ')
      assert.match(read('pdfinfo', pdf), /Pages: +1\n/)
      assert.ok(!/[{}…◊]/.test(text), text)
      for (const said of [output.title[language]!, data.folio, vocabulary.institutions[service.institution]?.name ?? service.institution]) assert.ok(text.includes(said), `${said} in ${text}`)
      for (const id of output.facts ?? []) {
        const fact = engine.fact(id)!, value = answers[id]?.value
        if (value !== undefined) for (const line of readers[fact.type].format(value, fact, language).split('\n')) assert.ok(text.includes(line), `${line} in ${text}`)
      }
    }
  })
}
test('services of ours issue documents', () => { assert.ok(made >= 2, String(made)) })
