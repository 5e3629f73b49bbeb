import { no, type Outcome, yes } from '#core/refusal'
import type { AttentionRoom } from './attention.ts'
import { bare, type Contact } from './episodes.ts'
import type { Episode, Hand } from './live-types.ts'
import type { Proofings } from './proofings-types.ts'
import type { CasesNeeds } from './spine.ts'

/** Minutes a colleague has for the second look. */
const askedMinutes = 15
/** Minutes to key in a PIN during a call that somebody attends. */
const keysMinutes = 2

type Row = { id: string; episode_id: string; until: Date | string; post: string | null; ticket: string | null; by_id: string }
/** The check of a person's document at a counter, by two (reference/channels.md §2.2). Each step is an event of the contact, with the names of both who looked. */
export function createProofings({ sql, clock, ids }: Pick<CasesNeeds, 'sql' | 'clock' | 'ids'>, contact: Contact, attention: AttentionRoom): Proofings {
  const find = async (request: string, { institution, venue }: Hand): Promise<Row | undefined> =>
    (await sql.query<Row>("select id, episode_id, until, post, ticket, by_id from cases.proofings where id = $1::uuid and institution_id = $2 and venue = $3 and state = 'waiting' and until > $4::timestamptz", [request, institution ?? '', venue ?? '', clock.now()])).rows[0]
  const after = async (done: Outcome<Episode>): Promise<Outcome<Episode>> => { if (done.ok && done.value.refused !== undefined) await attention.closeOn(done.value.id); return done }
  return {
    async check(id, hand, { document, names, surnames }) {
      const now = clock.now(), request = ids.uuid5(id, `proofing:${now}`)
      return contact.command(id, bare(hand), { do: 'check-document', request, until: new Date(Date.parse(now) + askedMinutes * 60_000).toISOString(), document, names, surnames })
    },
    async waiting(hand) {
      const { rows } = await sql.query<Row>("select id, episode_id, until, post, ticket, by_id from cases.proofings where institution_id = $1 and venue = $2 and state = 'waiting' and until > $3::timestamptz and by_id <> $4 order by until limit 50", [hand.institution ?? '', hand.venue ?? '', clock.now(), hand.by], 'cases-proofings')
      return rows.map((r) => ({ request: r.id, by: r.by_id, until: new Date(r.until).toISOString(), ...(r.post === null ? {} : { post: r.post }), ...(r.ticket === null ? {} : { ticket: r.ticket }) }))
    },
    async open(request, hand) {
      const row = await find(request, hand), file = row === undefined ? null : await contact.read(row.episode_id)
      if (row === undefined || row.by_id === hand.by || file?.person === undefined || file.proofing?.request !== request) return no('not-found')
      // Her own record has it before a name is shown: who looked a second time.
      await attention.attention.look({ ...bare(hand), by: hand.by }, file.person, 'document', row.episode_id)
      return yes({ person: file.person, ...file.proofing, ...(row.post === null ? {} : { post: row.post }), ...(row.ticket === null ? {} : { ticket: row.ticket }) })
    },
    async answer(request, hand, { says, reason }) {
      const row = await find(request, hand)
      return row === undefined ? no('not-found') : after(await contact.command(row.episode_id, bare(hand), { do: 'look-again', request, says, reason }))
    },
    async photo(id, hand, { says, reason }) { return after(await contact.command(id, bare(hand), (file) => ({ do: 'look-again', request: file.proofing?.request ?? '', says, reason, register: 'photo' }))) },
    async refuse(id, hand, why) { return after(await contact.command(id, bare(hand), { do: 'refuse-proofing', why })) },
    enrolled: (id, hand) => contact.command(id, bare(hand), (file) => ({ do: 'enrol', request: file.proofing?.request ?? '' })),
    askPin: (id, hand) => contact.command(id, bare(hand), { do: 'ask-pin' }),
    pinSet: (id, actor) => contact.command(id, bare(actor), { do: 'set-pin' }),
    askKeys: (id, hand) => contact.command(id, bare(hand), { do: 'ask-keys', until: new Date(Date.parse(clock.now()) + keysMinutes * 60_000).toISOString() }),
    async keys(id, actor, check) {
      const file = await contact.read(id)
      if (file?.person === undefined || file.keys?.state !== 'waiting' || clock.now() > file.keys.until) return no('not-allowed')
      const { person } = file, said = await check(person), done = await contact.command(id, bare(actor), { do: 'hear-keys', says: said === 'right' ? 'right' : said === 'locked' ? 'locked' : 'wrong' })
      if (!done.ok || said !== 'right') return done
      const known = await contact.command(id, bare(actor), { do: 'identify', person, how: 'phone-pin' })
      if (known.ok) await attention.raise(id, person, known.value.level, known.value.how ?? 'phone-pin')
      return known
    },
    contactPoint: (id, hand, what) => contact.command(id, bare(hand), { do: 'tell-contact', what }),
  }
}
