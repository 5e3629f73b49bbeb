import type { Actor } from '#core/actor'
import { no, type Outcome, yes } from '#core/refusal'
import type { Beside, Stored } from '#platform/log'
import type { Episode } from './live-types.ts'
import type { KeysSaid, Proofing, RefusalReason } from './proofing-types.ts'
import type { NewEvent } from './streams.ts'

export const documentKinds = ['id-card', 'passport'] as const
/**
 * Why somebody is not enrolled, and what is left of this contact: with a card that ran out she is still who she says she is (level 1); where the person, the document or the second look do not
 * agree, nobody is known in it any more (reference/channels.md §2.2: refuse path with reason and appeal).
 */
export const refusalReasons = { 'expired': 'claimed', 'blocked': 'nobody', 'not-original': 'nobody', 'not-the-person': 'nobody', 'second-look': 'nobody' } as const

/** What may happen to the check of a person's document in a contact. */
export type ProofingCommand =
  | { readonly do: 'check-document'; readonly request: string; readonly until: string; readonly document: Proofing['document']; readonly names: readonly string[]; readonly surnames: readonly string[] }
  | { readonly do: 'look-again'; readonly request: string; readonly says: 'yes' | 'no'; readonly reason: string; readonly register?: 'photo' }
  | { readonly do: 'refuse-proofing'; readonly why: RefusalReason }
  | { readonly do: 'enrol'; readonly request: string }
  | { readonly do: 'ask-pin' }
  | { readonly do: 'set-pin' }
  | { readonly do: 'ask-keys'; readonly until: string }
  | { readonly do: 'hear-keys'; readonly says: KeysSaid }
  | { readonly do: 'tell-contact'; readonly what: 'added' | 'confirmed' | 'removed' }

const short = (s: string, most: number): boolean => s.trim() !== '' && s.length <= most
export function decideProofing(file: Episode, command: ProofingCommand, actor: Actor, now: string): Outcome<readonly NewEvent[]> {
  const is = file.proofing, event = (type: string, data: NewEvent['data'] = {}): Outcome<readonly NewEvent[]> => yes([{ type, data }])
  const inPerson = file.person !== undefined && file.level >= 3 && file.how === 'document'
  switch (command.do) {
    case 'check-document': {
      if (!inPerson) return no('assurance-too-low', { needs: 3, how: 'document' })
      const { document, names, surnames } = command
      if (!(documentKinds as readonly string[]).includes(document.kind) || !short(document.number, 40) || !/^\d{4}-\d\d-\d\d$/.test(document.expires) || names.length === 0 || surnames.length === 0 || ![...names, ...surnames].every((n) => short(n, 60))) return no('bad-request')
      const { do: _do, ...data } = command
      return event('document-checked', data)
    }
    case 'look-again': {
      if (is?.state !== 'waiting' || is.request !== command.request) return no('not-found')
      if (now > is.until) return no('consent-refused', { problem: 'late' })
      if (!short(command.reason, 300)) return no('bad-request', { problem: 'reason' })
      // Nobody is her own second look; the photo of the register is compared by whoever attends.
      if ((command.register === undefined) === (actor.by === is.by)) return no('not-allowed', { problem: 'second' })
      const told: NewEvent = { type: 'looked-again', data: { says: command.says, reason: command.reason.trim(), ...(command.register === undefined ? {} : { register: command.register }) } }
      return yes(command.says === 'yes' ? [told] : [told, refused('second-look')])
    }
    case 'refuse-proofing': return file.person === undefined || is?.state === 'enrolled' ? no('not-allowed') : yes([refused(command.why)])
    case 'enrol': return is?.request !== command.request ? no('not-found') : is.state === 'enrolled' ? yes([]) : is.state !== 'confirmed' ? no('confirmation-needed') : event('enrolled', { by: is.by, ...is.second })
    case 'ask-pin': return inPerson ? event('pin-asked') : no('assurance-too-low', { needs: 3, how: 'document' })
    case 'set-pin': return file.pin === 'asked' && inPerson ? event('pin-set') : no('not-allowed')
    // The PIN comes on top of the six digits (T3p): who is only claimed is not asked for it.
    case 'ask-keys': return file.channel !== 'phone' ? no('not-allowed') : file.person === undefined || file.level < 2 ? no('assurance-too-low', { needs: 2 }) : event('pin-keys-asked', { until: command.until })
    case 'hear-keys': return file.keys?.state !== 'waiting' || now > file.keys.until ? no('not-allowed') : event('pin-keys-heard', { says: command.says })
    case 'tell-contact': return event(`contact-point-${command.what}`)
  }
}
const refused = (why: RefusalReason): NewEvent => ({ type: 'proofing-refused', data: { why } })

/** What is left of it in the fold of a contact. */
export function foldProofing(f: Episode, e: Stored): Episode {
  const d = e.data as unknown as Proofing & { readonly says: string; readonly register?: 'photo'; readonly why: RefusalReason }
  switch (e.type) {
    case 'document-checked': { const { refused: _before, ...rest } = f; return { ...rest, proofing: { request: d.request, until: d.until, state: 'waiting', document: d.document, names: d.names, surnames: d.surnames, by: e.actor.by ?? '' } } }
    case 'looked-again': return f.proofing === undefined || d.says !== 'yes' ? f : { ...f, proofing: { ...f.proofing, state: 'confirmed', second: d.register === undefined ? { by: e.actor.by ?? '' } : { register: d.register } } }
    case 'enrolled': return f.proofing === undefined ? f : { ...f, proofing: { ...f.proofing, state: 'enrolled' } }
    case 'pin-asked': return { ...f, pin: 'asked' }
    case 'pin-set': return { ...f, pin: 'set' }
    case 'pin-keys-asked': return { ...f, keys: { until: String(e.data['until']), state: 'waiting' } }
    case 'pin-keys-heard': return f.keys === undefined ? f : { ...f, keys: { ...f.keys, state: e.data['says'] as KeysSaid } }
    case 'proofing-refused': {
      const { proofing: _gone, pin: _pin, ...rest } = f, said = { ...rest, refused: d.why }
      if (refusalReasons[d.why] === 'claimed') return { ...said, level: 1, how: 'claimed' }
      const { person: _who, how: _how, ...nobody } = said
      return { ...nobody, level: 0 }
    }
    default: return f
  }
}
/** The plain line of a second look, for colleagues of the same office: nobody's name or number. */
export const proofingLine = (f: Episode): Beside => ({
  name: 'proofing',
  text: (p, { stream }) => `insert into cases.proofings (episode_id, id, until, institution_id, venue, post, ticket, by_id, state)
    select ${stream}, ${p(f.proofing?.request ?? f.id, 'uuid')}, ${p(f.proofing?.until ?? f.openedAt, 'timestamptz')}, ${p(f.institution, 'text')}, ${p(f.venue ?? null, 'text')}, ${p(f.post ?? null, 'text')}, ${p(f.ticket ?? null, 'text')}, ${p(f.proofing?.by ?? '', 'text')}, ${p(f.proofing?.state ?? 'over', 'text')}
    on conflict (episode_id) do update set id = excluded.id, until = excluded.until, by_id = excluded.by_id, state = excluded.state`,
})
