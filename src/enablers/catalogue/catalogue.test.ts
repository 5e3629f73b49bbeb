import assert from 'node:assert/strict'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { testDatabase } from '#platform/database'
import { createCatalogue, migrations } from './index.ts'
import { fold, hostOf, nearest, shortAddress, sound } from './rules.ts'
import { sourcesOf } from './screens/service.tsx'

const folder = fileURLToPath(new URL('../../../services/_catalogue/', import.meta.url)), scratch = mkdtempSync(join(tmpdir(), 'ventanilla-catalogue-'))
const db = await testDatabase({ rooms: [migrations] })
test.after(async () => { await db.close(); rmSync(scratch, { recursive: true, force: true }) })
let time = 0
const open = (at = folder) => createCatalogue({ sql: db, folder: at, now: () => time, transactable: () => null })
const copy = (name: string): string => { const at = join(scratch, name); cpSync(folder, at, { recursive: true }); return at }
const edit = (file: string, from: string, to: string): void => { const text = readFileSync(file, 'utf8'); assert.ok(text.includes(from), `${file} has no «${from}»`); writeFileSync(file, text.replace(from, to)) }

test('the whole register is loaded once, and not again when nothing changed', async () => {
  const c = open()
  assert.equal(await c.load(), 'loaded')
  assert.equal(await c.load(), 'unchanged')
  assert.equal(await open().load(), 'unchanged')
  assert.equal(c.list('es').total, 120)
  assert.equal(c.institutions().filter(i => i.code !== undefined).length, 140)
  assert.equal(c.institutions().filter(i => i.comuna !== undefined).length, 346)
  assert.equal(new Set(c.institutions().map(i => i.comuna).filter(x => x !== undefined)).size, 346)
  assert.equal(c.comunas().length, 346)
  assert.equal(c.offices().length, 60)
  assert.equal(c.lifeEvents().length, 18)
})

test('two processes that start at once load once and see the same', async () => {
  await db.query('delete from catalogue.lists')
  const both = [open(), open()], did = await Promise.all(both.map(c => c.load()))
  assert.deepEqual([...did].sort(), ['loaded', 'unchanged'])
  for (const c of both) assert.equal(c.list('en').total, 120)
})

test('every service has a source, a day on which it was read, both languages, and an institution that exists', async () => {
  const c = open()
  await c.load()
  for (const e of c.list('es', { limit: 1000 }).hits) {
    assert.ok(sourcesOf(e).length > 0 && e.sources.every(s => s.trim() !== ''), `${e.id} has no source`)
    assert.match(e.gathered, /^\d{4}-\d{2}-\d{2}$/, e.id)
    if (e.asOf !== undefined) assert.match(e.asOf, /^\d{4}(-\d{2}){0,2}$/, e.id)
    for (const words of [e.name, e.what]) assert.ok(words.es !== '' && words.en !== '', e.id)
    assert.notEqual(c.nameOf(e.institution, 'es'), e.institution, e.id)
    if (e.cost?.amount !== undefined) assert.ok(e.cost.source !== undefined || e.sources.length > 0, e.id)
  }
  assert.deepEqual(c.localsOf('rsh-ingreso').map(e => e.id).sort(), ['rsh-cerro-navia', 'rsh-puchuncavi'])
})

test('a bad file is refused by file and line, and what was loaded stays', async () => {
  const cases: readonly (readonly [file: string, from: string, to: string, says: RegExp])[] = [
    ['services/ips.yaml', '      es: Asignación familiar', '     es: Asignación familiar', /ips\.yaml:\d+:\d+ /],
    ['services/ips.yaml', '    institution: ips', '    institution: nobody', /ips\.yaml:\d+:\d+ nobody is no institution/],
    ['services/sii.yaml', 'depth: transact', 'depth: everything', /sii\.yaml:\d+:\d+ depth is everything: it must be one of inform, signpost, transact/],
    ['services/sii.yaml', 'available: true', 'available: perhaps', /sii\.yaml:\d+:\d+ available is perhaps/],
    ['services/sii.yaml', '      web:', '      pigeon:', /sii\.yaml:\d+:\d+ pigeon is no channel/],
    ['services/tgr.yaml', 'id: certificado-deuda-contribuciones', 'id: pasaporte', /tgr\.yaml:\d+:\d+ a second service is called pasaporte|srcei\.yaml.*pasaporte/],
    ['services/tgr.yaml', '    what:', '    why:', /tgr\.yaml:\d+:\d+ what is missing/],
    ['services/muni-05105.yaml', 'local_of: rsh-ingreso', 'local_of: nothing', /muni-05105\.yaml:\d+:\d+ nothing is no service/],
    ['life-events.yaml', '- inscripcion-nacimiento', '- inscripcion-nada', /life-events\.yaml:\d+:\d+ inscripcion-nada is no service/],
    ['offices.yaml', 'comuna: 15101', 'comuna: 99999', /offices\.yaml:\d+:\d+ 99999 is no comuna/],
    ['institutions.yaml', 'kind: undersecretariat', 'kond: undersecretariat', /institutions\.yaml:\d+:\d+ kind is missing/],
  ]
  const good = open()
  await good.load()
  for (const [i, [file, from, to, says]] of cases.entries()) {
    const at = copy(`bad-${i}`)
    edit(join(at, file), from, to)
    await assert.rejects(open(at).load(), (error: { code?: string; message: string }) => { assert.equal(error.code, 'catalogue-unreadable'); assert.match(error.message, says, file); return true })
  }
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from catalogue.services')
  assert.equal(rows[0]!.n, 120)
})

test('another process notices new files within a second, all at once', async () => {
  const here = open(), at = copy('newer')
  await here.load()
  edit(join(at, 'services/tgr.yaml'), 'es: Certificado de deuda y pago de contribuciones', 'es: Papel de las contribuciones')
  assert.equal(await open(at).load(), 'loaded')
  assert.notEqual(here.get('certificado-deuda-contribuciones')!.name.es, 'Papel de las contribuciones')
  time += 1001
  await here.refresh()
  assert.equal(here.get('certificado-deuda-contribuciones')!.name.es, 'Papel de las contribuciones')
  assert.equal((await here.search('papel contribuciones', 'es')).hits[0]!.id, 'certificado-deuda-contribuciones')
  appendFileSync(join(at, 'search.yaml'), '# one comment more\n')
  assert.equal(await open(at).load(), 'loaded')
  await open().load()
})

test('words by letters and by ear', () => {
  assert.equal(fold('Inscripción de PENSIONES, Ñuñoa'), 'inscripcion de pension, nunoa')
  for (const [a, b] of [['sertificado', 'certificado'], ['bibienda', 'vivienda'], ['ijo', 'hijo'], ['pencion', 'pension'], ['imbierno', 'invierno'], ['cazarse', 'casarse'], ['yave', 'llave']] as const) assert.equal(sound(a), sound(b), a)
  for (const [a, b] of [['cama', 'cana'], ['queso', 'beso'], ['gato', 'jato']] as const) assert.notEqual(sound(a), sound(b), a)
  assert.equal(nearest('xyzzy', [{ word: 'pension', shown: 'pensión', sound: 'pension', ndoc: 3 }]), undefined)
  assert.equal(hostOf('https://www.chileatiende.gob.cl/fichas/1'), 'chileatiende.gob.cl')
  assert.equal(hostOf('Una lista'), 'Una lista')
  assert.ok(shortAddress(`https://example.cl/${'a-long-word-'.repeat(20)}`).length < 60)
})
