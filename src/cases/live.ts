import { randomUUID } from 'node:crypto'
import type { Actor, Assurance } from '#core/actor'
import { levelOf, may, reaches } from '#core/assurance'
import { type Case, codesByKeys, readCode } from '#core/case'
import { no, type Outcome, yes } from '#core/refusal'
import { type AttentionRoom, type LetIn, signal } from './attention.ts'
import { bare, type Contact, minutesAfter, topicId } from './episodes.ts'
import type { Asked, Consent, Episode, Hand, Joined, JoinRequest, Live, Proven } from './live-types.ts'
import { type CasesNeeds, plain, type Spine } from './spine.ts'
import type { Cases, Viewer } from './types.ts'

/** Minutes the person has to answer on her own screen. */
const askedMinutes = 2
const started = 'started', joined = 'joined'
type Row = { id: string; until: Date | string; case_id: string; episode_id: string; by_id: string; role: JoinRequest['role']; channel: JoinRequest['channel']; venue: string | null; answer: 'yes' | 'no' | null }
const columns = 'id, until, case_id, episode_id, by_id, role, channel, venue, answer'
type Proof = { readonly person: string; readonly how: 'otp' | 'claimed' | 'session'; readonly level: Assurance }

/** One journey, several hands: begun, joined by code with the person's yes, left. A code alone never opens (design.md §5). */
export function createLive(needs: CasesNeeds, spine: Spine, contact: Contact, room: AttentionRoom, letIn: LetIn, cases: Pick<Cases, 'start' | 'resume'>): Pick<Live, 'join' | 'start' | 'enter' | 'byKeys' | 'viewer' | 'askOtp' | 'requests' | 'reply' | 'asked' | 'leave'> {
  const { sql, clock, ids } = needs
  const idOfCode = async (typed: string): Promise<string | undefined> => { const code = readCode(typed); return code === null ? undefined : (await sql.query<{ id: string }>('select id from log.cases where code = $1', [code], 'cases-code')).rows[0]?.id }
  async function byCode(code: string): Promise<Outcome<Case>> {
    const id = await idOfCode(code), here = id === undefined ? null : await spine.load(id)
    return here === null ? no('not-found') : here.key === null || here.file.status === 'deleted' || here.file.status === 'expired' ? no('journey-ended') : yes(here.file)
  }
  const onOf = (file: Episode): { ticket: string } | { call: string } => (file.channel === 'counter' || file.channel === 'outreach' ? { ticket: file.id } : { call: file.id })
  const attended = async (episode: string, actor: Actor): Promise<Outcome<Episode>> => {
    const file = await contact.read(episode)
    if (file === null) return no('not-found')
    if (file.status === 'ended' || file.status === 'interrupted') return no('contact-ended')
    return actor.by !== undefined && file.by !== actor.by ? no(file.by === undefined ? 'not-allowed' : 'contact-taken', { by: file.by }) : yes(file)
  }

  /** By which mandate the person of this contact acts in it, while it holds. */
  const powerOf = async (file: Episode) => (file.acting === undefined || file.person === undefined ? undefined : needs.powers?.of(file.acting, file.person))
  async function viewer(episode: string, actor: Actor): Promise<Viewer> {
    const file = await contact.read(episode), { person: _never, ...own } = plain(actor), nobody: Viewer = { ...own, role: 'citizen', assurance: 0, device: own.device ?? episode }
    if (file === null || file.status === 'ended' || file.status === 'interrupted') return nobody
    const power = await powerOf(file)
    if (power !== undefined) return { ...nobody, role: 'representative', channel: file.channel, assurance: file.level, person: power.person, by: file.person!, mandate: power.id, power: { services: power.services, acts: power.acts }, ...(file.how === undefined ? {} : { how: file.how }) }
    // A mandate that is over leaves nothing open behind it.
    const { journeys } = file.acting === undefined ? file : { journeys: [] }
    return { ...nobody, channel: file.channel, assurance: file.level, ...(file.person === undefined ? {} : { person: file.person }), ...(file.how === undefined ? {} : { how: file.how }), ...(journeys.length === 0 ? {} : { journeys, joined: journeys }) }
  }

  /** Who this way of proving it makes the caller, for this journey. */
  async function prove(code: string, consent: Exclude<Consent, { how: 'screen' | 'in-person' }> | Proven, file: Episode): Promise<Outcome<{ readonly id: string; readonly proof?: Proof; readonly acting?: string | undefined }>> {
    if (consent.how === 'pin') return cases.resume(code, consent.pin)
    const found = await byCode(code)
    if (!found.ok) return found
    const { id, person } = found.value
    if (consent.how === 'session') {
      const here = await spine.load(id), allowed = here === null ? no('not-found') : may('let-in', consent.viewer, here.row as Parameters<typeof may>[2])
      if (!allowed.ok) return allowed
      // Who writes is the representative, whoever the journey is of: so the contact knows them, and for whom they act.
      const { by, mandate } = consent.viewer
      if (allowed.value === 'representative' && by !== undefined && mandate !== undefined) return yes({ id, acting: mandate, proof: { person: by, how: 'session', level: levelOf('session', file.channel, consent.viewer.assurance) } })
      if (allowed.value !== 'self' && allowed.value !== 'holder') return no('not-found')
      return yes({ id, ...(person === undefined || consent.viewer.assurance < 1 ? {} : { proof: { person, how: 'session' as const, level: levelOf('session', file.channel, consent.viewer.assurance) } }) })
    }
    if (consent.how === 'claimed') return person !== undefined && person === consent.person ? yes({ id, proof: { person, how: 'claimed', level: levelOf('claimed', file.channel) } }) : no('not-found')
    if (needs.otp === undefined) throw new Error('nobody sends the six digits: app gives `otp`')
    const said = await needs.otp.verify(consent.challenge, consent.digits, id)
    if (!said.ok) return said
    return said.value.person === person ? yes({ id, proof: { person, how: 'otp', level: levelOf('otp', file.channel) } }) : no('otp-wrong')
  }
  async function entered(file: Episode, actor: Actor, id: string, service: string, how: string, proof?: Proof, acting?: string): Promise<Outcome<Episode>> {
    const done = await contact.command(file.id, bare(actor), { do: 'enter', journey: id, service, topic: topicId(ids, file.id, id), how, proof, acting })
    if (done.ok && proof !== undefined) await room.raise(file.id, proof.person, done.value.level, done.value.how ?? proof.how)
    if (done.ok && acting !== undefined && file.acting !== acting) await room.actFor(file.id, acting)
    return done
  }
  /** The hand's attention on this contact knows the journey: the open one, or a new one. */
  async function attend(hand: Hand, file: Episode, id: string, level: Assurance, reason: string): Promise<Outcome<Joined>> {
    const now = await room.current(hand.by)
    if (now === undefined || now.on_id !== file.id || (now.person_id !== null && file.person !== undefined && now.person_id !== file.person)) {
      // It opens with all that was entered in this contact, this journey too.
      const opened = await room.attention.open(hand, { on: onOf(file), reason })
      if (!opened.ok) return opened
    } else {
      const asked = await room.attention.viewer(hand)
      const let_ = await letIn(id, { ...asked, joined: [...(asked.joined ?? []), id] }, { by: hand.by, role: hand.role, channel: hand.channel, ...(hand.venue === undefined ? {} : { venue: hand.venue }), how: file.how ?? 'none', level, episode: file.id })
      if (!let_.ok) return let_
      await room.letIn(now.id, id, level, file.how ?? 'none', file.person)
    }
    const is = await room.current(hand.by), here = await spine.load(id)
    return is === undefined || here === null || !is.cases.includes(id) ? no('journey-ended') : yes({ state: 'joined', id, level: is.level, seq: here.row.seq })
  }

  return {
    viewer,
    async start(episode, actor, { service, language, key }) {
      const found = await attended(episode, actor)
      if (!found.ok) return found
      const file = found.value, hand = actor.by === undefined ? undefined : ({ ...actor, by: actor.by } as Hand)
      if (hand !== undefined && (await room.current(hand.by))?.on_id !== episode) { const opened = await room.attention.open(hand, { on: onOf(file), reason: started }); if (!opened.ok) return opened }
      const who = hand === undefined ? await viewer(episode, actor) : await room.attention.viewer(hand), { person, ...rest } = plain(who)
      // Who is only claimed has no journey in her name: it stays anonymous, with its PIN.
      const begun = await cases.start({ service, language, actor: { ...rest, ...(who.power === undefined ? {} : { power: who.power }), ...(who.how === undefined ? {} : { how: who.how }), ...(person !== undefined && who.assurance >= 2 ? { person } : {}) }, key, device: who.device ?? episode })
      if (!begun.ok) return begun
      const topic = await entered(file, actor, begun.value.id, service, started)
      if (!topic.ok) return topic
      if (hand !== undefined) { const attending = await attend(hand, topic.value, begun.value.id, who.assurance, started); if (!attending.ok) return attending }
      return begun
    },
    async enter(code, actor, { episode, proof }) {
      const found = await attended(episode, actor)
      if (!found.ok) return found
      const proved = await prove(code, proof, found.value)
      if (!proved.ok) return proved
      const here = await spine.load(proved.value.id)
      if (here?.file == null) return no('journey-ended')
      const done = await entered(found.value, actor, here.row.id, here.row.service, proof.how, proved.value.proof, proved.value.acting)
      return done.ok ? yes({ id: here.row.id, level: done.value.level, seq: here.row.seq }) : done
    },
    async byKeys(keys) {
      const codes = codesByKeys(keys)
      return codes.length === 0 ? [] : (await sql.query<{ code: string }>("select code from log.cases where code = any($1::text[]) and status not in ('deleted', 'expired') order by code limit 50", [codes], 'cases-codes')).rows.map((r) => r.code)
    },
    async askOtp(code, actor, episode) {
      const at = await attended(episode, actor)
      if (!at.ok) return at
      if (needs.otp === undefined) throw new Error('nobody sends the six digits: app gives `otp`')
      const found = await byCode(code)
      // A code of nobody's, or of none: the same answer, and six digits that will not come.
      if (!found.ok || found.value.person === undefined) return yes({ challenge: randomUUID(), to: '' })
      // Where her telephone is, even masked, is hers: that somebody of the staff used it stands in her record first.
      if (actor.by !== undefined && actor.role !== 'citizen') await room.attention.look(bare(actor), found.value.person, 'digits')
      const sent = await needs.otp.send({ person: found.value.person, about: found.value.id })
      return sent.ok ? yes({ challenge: sent.value.challenge, to: actor.by === undefined ? '' : sent.value.to }) : sent
    },
    async join(code, hand, { episode, consent, reason = joined }) {
      const at = await attended(episode, hand)
      if (!at.ok) return at
      const file = at.value
      if (consent.how === 'screen') {
        const found = await byCode(code)
        if (!found.ok) return found
        const now = clock.now(), until = minutesAfter(now, askedMinutes), request = ids.uuid5(episode, `ask:${found.value.id}:${now}`)
        await sql.query('insert into cases.requests (id, until, case_id, episode_id, by_id, role, channel, venue) values ($1, $2::timestamptz, $3::uuid, $4::uuid, $5, $6, $7, $8)', [request, until, found.value.id, episode, hand.by, hand.role, hand.channel, hand.venue ?? null])
        await signal(sql, found.value.id, now)
        return yes({ state: 'asked', request, until })
      }
      if (consent.how === 'in-person') {
        const found = await byCode(code)
        if (!found.ok) return found
        // She stands at the counter, and who she is was told before: the journey must be hers, or one her mandate reaches.
        const power = await powerOf(file)
        if (file.acting !== undefined && (power === undefined || found.value.person !== power.person || !reaches(power, 'fill', found.value.service))) return no('not-found')
        if (file.person === undefined || found.value.person !== (power?.person ?? file.person) || levelOf('document', file.channel) === 0) return no('not-found')
        const done = await entered(file, hand, found.value.id, found.value.service, 'in-person')
        return done.ok ? attend(hand, done.value, found.value.id, done.value.level, reason) : done
      }
      const proved = await prove(code, consent, file)
      if (!proved.ok) return proved
      const here = await spine.load(proved.value.id)
      if (here?.file == null) return no('journey-ended')
      const done = await entered(file, hand, here.row.id, here.row.service, consent.how, proved.value.proof)
      return done.ok ? attend(hand, done.value, here.row.id, Math.max(done.value.level, levelOf(consent.how, file.channel)) as Assurance, reason) : done
    },
    async requests(id, who) {
      const here = await spine.load(id)
      if (here === null) return no('not-found')
      const allowed = may('let-in', who, here.row as Parameters<typeof may>[2])
      if (!allowed.ok) return allowed
      const { rows } = await sql.query<Row>(`select ${columns} from cases.requests where case_id = $1::uuid and answer is null and until > $2::timestamptz order by until`, [id, clock.now()], 'cases-requests')
      return yes(rows.map(shown))
    },
    async reply(id, request, who, say) {
      const here = await spine.load(id)
      if (here === null) return no('not-found')
      const allowed = may('let-in', who, here.row as Parameters<typeof may>[2])
      if (!allowed.ok) return allowed
      // Only the person herself, who acts for her, or who holds her draft: a hand that is inside lets nobody else in.
      if (allowed.value !== 'self' && allowed.value !== 'holder' && allowed.value !== 'representative') return no('not-allowed')
      const { rows: [r] } = await sql.query<Row>(`update cases.requests set answer = $3 where id = $1::uuid and case_id = $2::uuid and answer is null and until > $4::timestamptz returning ${columns}`, [request, id, say, clock.now()])
      if (r === undefined) return no('consent-refused')
      if (say === 'no') { await wakeBoth(r); return yes({ joined: false }) }
      const file = await contact.read(r.episode_id), owner = here.row.person
      if (file === null || here.file === null) return no('contact-ended')
      const level = owner === undefined ? levelOf('pin', file.channel) : levelOf('session', file.channel, who.assurance)
      const consented = await letIn(id, who, { by: r.by_id, role: r.role, channel: r.channel, ...(r.venue === null ? {} : { venue: r.venue }), how: 'screen', level, episode: r.episode_id })
      if (!consented.ok) return consented
      const done = await entered(file, { role: 'system', channel: file.channel, assurance: 0 }, id, here.row.service, 'screen', owner === undefined ? undefined : { person: who.mandate === undefined ? owner : who.by!, how: 'session', level }, who.mandate)
      await wakeBoth(r)
      return done.ok ? yes({ joined: true }) : done
    },
    async asked(request, hand) {
      const { rows: [r] } = await sql.query<Row>(`select ${columns} from cases.requests where id = $1::uuid and by_id = $2`, [request, hand.by])
      if (r === undefined) return no('not-found')
      if (r.answer === null && new Date(r.until).toISOString() > clock.now()) return yes<Asked>({ state: 'asked', request, until: new Date(r.until).toISOString() })
      if (r.answer !== 'yes') return no('consent-refused')
      const at = await attended(r.episode_id, hand)
      return at.ok ? attend(hand, at.value, r.case_id, at.value.level > 0 ? at.value.level : levelOf('pin', at.value.channel), joined) : at
    },
    async leave(id, who, by) {
      const whom = by ?? who.by
      if (whom === undefined) return no('bad-request')
      const done = await spine.act(id, { do: 'leave', by: whom }, who)
      if (!done.ok) return done.refusal === 'stale' ? no('busy') : done
      // Put out by the person: the attention ends, for it would open the journey again by being about her. A hand that goes by itself keeps its contact.
      await (who.by === whom ? room.letOut(whom, id) : room.attention.close({ by: whom }))
      // Who is out is not shown as here for the rest of its fifteen seconds.
      await sql.query('delete from cases.presences where case_id = $1::uuid and by_id = $2', [id, whom], 'cases-presence-out')
      await signal(sql, id, clock.now())
      return yes({ seq: done.value.seq })
    },
  }
  /** The person's screens and the hand that asked. */
  async function wakeBoth(r: Row): Promise<void> { await signal(sql, r.case_id, clock.now()); await signal(sql, r.episode_id, clock.now()) }
}
const shown = (r: Row): JoinRequest => ({ request: r.id, by: r.by_id, role: r.role as JoinRequest['role'], channel: r.channel, ...(r.venue === null ? {} : { venue: r.venue }), until: new Date(r.until).toISOString(), ...(r.answer === null ? {} : { answer: r.answer }) })
