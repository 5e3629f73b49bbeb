import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import type { Viewer } from '#cases'
import { type Channel, channels } from '#core/actor'
import { type Given, owesReadback } from '#core/case'
import { defers, parse } from '#core/kinds'
import type { Outcome } from '#core/refusal'
import type { FileValue, Value } from '#core/service'
import { readVocabulary } from '#enablers/authoring'
import { cellOf, definitions } from '../../scripts/parity.ts'
import { citizen, house, type House } from '../spine/house.ts'
import { engineFrom, registersOf } from '../web/channel.tsx'
import { documentOf, type Raw, type Sample, sampleOf, substance } from './samples.ts'
import { ways } from './ways.ts'

const { vocabulary } = readVocabulary(['services'], {})
const value = <T,>(o: Outcome<T>, what = ''): T => { if (!o.ok) assert.fail(`${what} ${o.refusal} ${JSON.stringify(o.detail)}`); return o.value }
const options = { comunas: [{ id: '13120', say: { es: 'Ñuñoa' } }, { id: '08101', say: { es: 'Concepción' } }], banks: [{ id: '012', say: { es: 'BancoEstado' } }] }
async function attached(h: House, id: string, path: string, file: FileValue, viewer: Viewer): Promise<Value> {
  const { name, type, bytes } = documentOf(file.name)
  return value(await h.cases.attach(id, path, { name, type, stream: (async function* () { yield bytes })() }, viewer), path) as unknown as Value
}

/** Goes on with the journey until nothing is asked: confirms what registers say, answers in the channel's own form, leaves to another channel what it cannot take. */
async function answerAll(h: House, id: string, channel: Channel, raw: Raw, viewerOf: () => Promise<Viewer>, given: Sample['given'], log: string[]): Promise<void> {
  for (let n = 0; n < 120; n++) {
    const viewer = await viewerOf()
    let j = value(await h.cases.open(id, viewer), `${channel} cannot open`)
    const path = j.view.next ?? j.view.deferred.find((p) => !defers(j.engine.fact(p)!, channel))
    if (path === undefined) return
    j = value(await h.cases.prefill(id, j.view.needs.map((x) => x.path), viewer))
    if (j.view.next !== path && !j.view.deferred.includes(path)) continue
    const fact = j.engine.fact(path)!, [list, row, cell] = path.split('.'), held = j.case.answers[path]
    const act = async (command: Parameters<House['cases']['act']>[1]): Promise<void> => { value(await h.cases.act(id, command, viewer, h.key()), `${channel} ${path}`) }
    if (held?.state === 'fetched') { await act({ do: 'answer', answers: { [path]: { value: held.value!, state: 'confirmed' } }, basedOn: j.seq }); continue }
    const want = row === undefined ? given[path] : ((given[list!] as unknown as readonly { [k: string]: Value }[])[Number(row.slice(1)) - 1]?.[cell!])
    let answer: Given
    if (want === undefined && fact.optional) answer = { state: 'declined' }
    else if (defers(fact, channel)) { log.push(path); answer = { state: 'deferred' } }
    else if (fact.type === 'list') {
      const rows = j.case.answers[path]?.rows?.length ?? 0, all = (want as unknown as readonly unknown[] | undefined) ?? []
      if (rows < all.length) { await act({ do: 'add-row', list: path, row: `r${rows + 1}`, basedOn: j.seq }); continue }
      await act({ do: 'close-list', list: path, basedOn: j.seq }); continue
    } else if (want === undefined) answer = { state: 'deferred' }
    else {
      const now = j.engine.options(path, j.case.answers, { today: j.today }).map((o) => o.id), spec = fact.options !== undefined ? fact : fact.type === 'address' ? { ...fact, options: options.comunas } : fact.type === 'bank_account' ? { ...fact, options: options.banks } : fact
      const file = fact.type === 'file' ? await attached(h, id, path, want as unknown as FileValue, viewer) : undefined
      const read = parse(spec, file ?? raw(fact, want, now), { lang: 'es', channel, today: j.today })
      assert.ok(read.ok, `${channel} does not read ${path} from ${JSON.stringify(raw(fact, want, now))}: ${read.ok ? '' : read.code}`)
      answer = { value: read.value, state: 'given' }
    }
    await act({ do: 'answer', answers: { [path]: answer }, basedOn: j.seq })
  }
  assert.fail(`${channel} does not end`)
}

/** Begins and goes on in the channel, ends the rest on her own screen as the link would have it, sends it. */
type Through = { readonly refused: string } | ({ readonly refused?: undefined; readonly later: readonly string[]; readonly channels: ReadonlySet<string> } & ReturnType<typeof substance>)
async function through(h: House, channel: Channel, { engine, given }: Sample): Promise<Through> {
  const way = ways[channel], begun = await way.begin(h, engine.service.id, `${engine.service.id} by ${channel}`)
  if (!begun.ok) return { refused: begun.refusal }
  const { id, viewer } = begun.value, later: string[] = []
  await answerAll(h, id, channel, way.raw, viewer, given, later)
  if (later.length > 0) await answerAll(h, id, 'web', ways.web.raw, async () => citizen(1), given, [])
  const who = await viewer(), j = value(await h.cases.open(id, who))
  assert.ok(j.view.canSubmit, `${channel}: ${JSON.stringify({ missing: j.view.missing, deferred: j.view.deferred, errors: j.view.errors })}`)
  // A hand at a counter or telephone sends with her yes to exactly this.
  if (owesReadback(who)) value(await h.cases.act(id, { do: 'read-back', says: 'yes', how: 'spoken', why: 'no screen here', sum: h.cases.digest(j), text: h.cases.digest(j) }, who, h.key()), `${channel} read-back`)
  value(await h.cases.act(id, { do: 'submit', digest: h.cases.digest(j) }, who, h.key()), `${channel} submit`)
  const end = value(await h.cases.open(id, citizen(1)))
  return { later, channels: new Set(Object.entries(end.case.answers).filter(([, a]) => a.state === 'given' || a.state === 'confirmed').map(([p, a]) => `${a.channel}${later.includes(p) ? ' later' : ''}`)), ...substance(end.case, end.view) }
}

const kindsSample: Sample = {
  file: 'test/web/kinds.yaml', engine: engineFrom(readFileSync('test/web/kinds.yaml', 'utf8')), fetched: {},
  given: {
    agree: true, few: 'b', lots: 'r6', needs: ['ramp'], rooms: 3, metres: '40.5', rent: 350000, since: '2020-02-01', story: 'Me cambié de casa en invierno', owner: '41000250-7', firm: '41900101-5', mail: 'rosa@ejemplo.cl', mobile: '+56912345678',
    home: { street: 'Los Aromos', number: '1', comuna: '13120' }, account: { bank: '012', type: 'sight', number: '123456' }, family: [{ first: 'Tomás', age: 7 }] as unknown as Value, proof: { name: 'contrato.pdf', type: 'application/pdf', size: 1, sha256: '0'.repeat(64) } as unknown as Value,
  },
}
const samples: readonly Sample[] = [...definitions(vocabulary).map(({ file, engine }) => sampleOf(file, engine)), kindsSample]

test('every service, the same answers, every channel: the same case and the same view, equal but for who gave it where', async (t) => {
  assert.ok(samples.length >= 8)
  for (const sample of samples) await t.test(sample.file, async () => {
    const h = await house({ engine: sample.engine, registers: registersOf(sample.fetched), performers: {} }), { service } = sample.engine
    try {
      const facts = service.facts.map((f) => sample.engine.fact(f.id)!), first = await through(h, 'web', sample)
      assert.ok(first.refused === undefined, JSON.stringify(first))
      let went = 0
      for (const channel of channels) {
        const open = { ...service, channels: service.channels ?? Object.fromEntries(channels.map((c) => [c, 'transact' as const])) }, cells = facts.map((f) => cellOf(open, f, channel, vocabulary))
        const found: Through = channel === 'web' ? first : await through(h, channel, sample)
        // What docs/parity.md calls impossible is refused at the door; everything else goes through.
        if (cells.every((c) => c.is === 'impossible' && c.why === 'depth')) { assert.deepEqual(found, { refused: 'not-allowed' }, `${service.id} in ${channel}`); continue }
        assert.ok(found.refused === undefined, `${service.id} in ${channel}: ${JSON.stringify(found)}`)
        went++
        assert.deepEqual({ case: found.case, view: found.view }, { case: first.case, view: first.view }, `${service.id} in ${channel}`)
        // Left for later is exactly what the table says, of what applied here; the rest was given in this channel.
        const expected = facts.filter((f, i) => cells[i]!.is === 'deferred' && found.later.includes(f.id)).map((f) => f.id)
        assert.deepEqual(found.later.filter((p) => !p.includes('.')), expected, `${service.id} in ${channel}`)
        for (const c of found.channels) assert.ok(c === channel || c === 'web later' || (channel === 'web' && c === 'web'), `${service.id} in ${channel}: ${c}`)
        if (channel === 'web' || channel === 'api') assert.deepEqual(found.later, [])
      }
      assert.ok(went >= 8, `${service.id} went through ${went} channels`)
    } finally { await h.close() }
  })
})
