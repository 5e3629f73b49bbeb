import type { Case } from '#core/case'

/** What is to be signed for one case: the digest of the summary that the person sent. `order` is the effect that asked for it. */
export type Request = { readonly order: string; readonly digest: string; readonly signed: boolean; readonly at?: string; readonly method?: string }

/** The latest request of the case's own log, and whether a signature over the same digest came back. */
export function requestOf({ outcomes }: Pick<Case, 'outcomes'>): Request | undefined {
  const asked = outcomes.findLast((o) => o.type === 'signature-requested')?.data
  if (asked === undefined) return undefined
  const signed = outcomes.find((o) => o.type === 'signed' && o.data['order'] === asked['order'] && o.data['sha256'] === asked['digest'])
  return { order: String(asked['order']), digest: String(asked['digest']), signed: signed !== undefined, ...(signed === undefined ? {} : { at: signed.at, method: String(signed.data['method']) }) }
}

/** The bytes that are signed: who, what and when, in one line of canonical JSON, so that an outside verifier needs nothing of ours. */
export const statementOf = (fields: { readonly digest: string; readonly case: string; readonly person: string; readonly method: string; readonly at: string }): string =>
  JSON.stringify({ at: fields.at, case: fields.case, method: fields.method, person: fields.person, sha256: fields.digest })
