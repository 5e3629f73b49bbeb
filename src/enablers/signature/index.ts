import type { Case } from '#core/case'
import type { Outcome } from '#core/refusal'
import type { App } from '#platform/http'
import { mount, type Mounted } from './routes.ts'
import { requestOf, statementOf } from './rules.ts'

/** Whoever makes a person's signature. `statement` is what she signs; the answer holds all that an outside verifier needs. An outage is thrown. */
export type SignatureProvider = { readonly name: string; readonly demo: boolean; sign(statement: string): Promise<{ readonly signature: string; readonly publicKey: string; readonly alg: string }> }
export type SignatureNeeds = {
  readonly provider: SignatureProvider
  /** UTC instant. */
  readonly now: () => string
}
/** Writes what came of an effect as an event of the case (`cases.act` with `record`); the same key is the same event. */
export type Record = (caseId: string, effect: string, outcome: { readonly type: string; readonly data: { readonly [k: string]: unknown } }, key: string) => Promise<Outcome<unknown>>
type Effect = { readonly id: string; readonly data: { readonly [k: string]: unknown } }
export type Signature = ReturnType<typeof createSignature>

/** JSON Schemas of the effects it performs; app joins them into the vocabulary. */
export const effects = { sign: { type: 'object', required: ['digest'], properties: { digest: { type: 'string', pattern: '^[0-9a-f]{64}$' } }, additionalProperties: false } } as const

export function createSignature({ provider, now }: SignatureNeeds) {
  const room = {
    demo: provider.demo,
    performs: { sign: async ({ id, data }: Effect) => ({ type: 'signature-requested', data: { order: id, digest: data['digest'], provider: provider.name } }) },
    /** Signs what was sent, once, for the person herself: the caller has judged who she is. Signed before answers yes again. */
    async sign(caseId: string, file: Pick<Case, 'outcomes'>, person: string, record: Record): Promise<Outcome<{ readonly signed: true }>> {
      const asked = requestOf(file)
      if (asked === undefined) return { ok: false, refusal: 'not-found' }
      if (asked.signed) return { ok: true, value: { signed: true } }
      const statement = statementOf({ digest: asked.digest, case: caseId, person, method: provider.name, at: now() }), made = await provider.sign(statement)
      const kept = await record(caseId, asked.order, { type: 'signed', data: { order: asked.order, sha256: asked.digest, method: provider.name, statement, ...made } }, `signed:${asked.order}`)
      // Two taps at once: the first signature counts, the second is of no use.
      return kept.ok || kept.refusal === 'key-reused' ? { ok: true, value: { signed: true } } : kept
    },
    routes: (app: App, mounted: Mounted): void => mount(app, room, mounted),
  }
  return room
}
export { demo } from './providers/demo.ts'
export { failing } from './providers/failing.ts'
export { type Request as SignatureRequest, requestOf, statementOf } from './rules.ts'
