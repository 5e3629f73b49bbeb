import { type CopyFile, type Holding, type Section, sections } from './types.ts'
import { zip } from './zip.ts'

/** Address of the schema, below the platform's own; and the version that goes into every copy. */
export const schemaPath = '/esquemas/mis-datos-1.json'
const object = { type: 'object' } as const, list = (items: object) => ({ type: 'array', items })
/** JSON Schema (2020-12) of `datos.json` in a copy: what another body needs to read it (portability, Ley 21.719). */
export const copySchema = (base: string): object => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `${base}${schemaPath}`, title: 'Mis datos', type: 'object', required: ['$schema', 'version', 'madeAt', ...sections], additionalProperties: false,
  properties: {
    $schema: { type: 'string' }, version: { const: 1 }, madeAt: { type: 'string', format: 'date-time' },
    ...Object.fromEntries(sections.map((s): [Section, object] => [s, list(object)])),
    cases: list({
      type: 'object', required: ['id', 'code', 'service', 'version', 'status', 'answers', 'events', 'files'],
      properties: {
        id: { type: 'string', format: 'uuid' }, code: { type: 'string' }, service: { type: 'string' }, version: { type: 'string' }, status: { type: 'string' }, institution: { type: 'string' }, due: { type: 'string', format: 'date' }, submittedAt: { type: 'string', format: 'date-time' },
        answers: { type: 'object', additionalProperties: { type: 'object', required: ['state'] } },
        events: list({ type: 'object', required: ['seq', 'at', 'type', 'role', 'channel', 'data'] }),
        files: list({ type: 'object', required: ['name', 'type', 'size', 'sha256'], properties: { name: { type: 'string' }, type: { type: 'string' }, size: { type: 'integer' }, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } } }),
      },
    }),
  },
})

/** `datos.json`, one thing after another as the rooms give them. Sections come in their order; what comes later than its section stands is a mistake of app's, and thrown. */
export async function* copyJson(holdings: AsyncIterable<Holding>, head: { readonly base: string; readonly madeAt: string }): AsyncGenerator<Buffer> {
  const text = (s: string): Buffer => Buffer.from(s)
  yield text(`{"$schema":${JSON.stringify(`${head.base}${schemaPath}`)},"version":1,"madeAt":${JSON.stringify(head.madeAt)}`)
  let now = -1, first = true
  const until = (n: number): string => { let s = ''; while (now < n) { s += `${now >= 0 ? ']' : ''},${JSON.stringify(sections[++now])}:[`; first = true } return s }
  for await (const { section, data } of holdings) {
    const n = sections.indexOf(section)
    if (n < now) throw new Error(`section ${section} comes late`)
    const opened = until(n)
    yield text(`${opened}${first ? '' : ','}${JSON.stringify(data)}`)
    first = false
  }
  yield text(`${until(sections.length - 1)}]}`)
}

/** Names of files inside the copy: no path of anybody's leads out of it, and none stands twice. */
export function safeName(name: string, taken: Set<string>): string {
  const parts = name.split('/').map((p) => p.normalize('NFC').replace(/[\p{Cc}\p{Cf}<>:"|?*\\]/gu, '').replace(/^\.+/, '').trim().slice(0, 120)).filter((p) => p !== '')
  const plain = parts.join('/') || 'documento'
  let free = plain
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = plain.replace(/(\.[^./]{1,8})?$/, ` (${n})$1`)
  taken.add(free.toLowerCase())
  return free
}
/** The whole copy as a ZIP: `datos.json`, its schema, and below `documentos/` every file. */
export function copyZip({ holdings, files, base, madeAt }: { readonly holdings: AsyncIterable<Holding>; readonly files: AsyncIterable<CopyFile>; readonly base: string; readonly madeAt: string }): AsyncGenerator<Buffer> {
  return zip((async function* () {
    const taken = new Set(['datos.json', 'esquema.json'])
    yield { name: 'datos.json', bytes: copyJson(holdings, { base, madeAt }) }
    yield { name: 'esquema.json', bytes: (async function* () { yield Buffer.from(`${JSON.stringify(copySchema(base), null, 1)}\n`) })() }
    for await (const { name, bytes } of files) yield { name: safeName(`documentos/${name}`, taken), bytes }
  })())
}
