import type { App, Page, Reply, Request } from '#platform/http'
import type { Hand, Onboarding } from './onboarding.ts'
import { type Box, boxes, isCommand, type Raw, rawOf, type Stage, stages } from './rules.ts'
import { applicationScreen, type Shown } from './screens/application.tsx'
import { askScreen, changeScreen } from './screens/form.tsx'
import { listScreen } from './screens/list.tsx'
import type { Text } from './words.ts'

/** From app: the layout; who stands at this desk (undefined: whom the door did not stop and who has no place here); names. */
export type Mounted = { readonly page: Page; readonly today: () => string; readonly handOf: (req: Request) => Promise<Hand | undefined>; readonly staffName: (by: string) => string }
const config = { access: 'staff', desk: 'applications' } as const
const bodyOf = (req: Request) => (req.body ?? {}) as { readonly [k: string]: unknown }
const text = (value: unknown, most: number): string => (typeof value === 'string' ? value.slice(0, most) : '')
const rawIn = (req: Request): Raw => { const body = bodyOf(req); return Object.fromEntries(boxes.map((b): [Box, string] => [b, text(body[b], 20_000)])) }

export function mount(app: App, room: Onboarding, { page, today, handOf, staffName }: Mounted): void {
  const nameOf = (id: string): string => room.institution(id).name, idOf = (req: Request): string => (req.params as { id?: string }).id ?? ''
  const to = (req: Request, reply: Reply, path: string): Reply => reply.code(303).header('location', page.href(req, path)).send() as unknown as Reply
  const nobody = (req: Request, reply: Reply): Promise<Reply> => page.refuse(req, reply, { refusal: 'not-allowed' })
  const show = async (req: Request, reply: Reply, hand: Hand, more: Partial<Pick<Shown, 'fresh' | 'typed'>> = {}): Promise<Reply> => {
    const found = await room.open(hand, idOf(req))
    if (!found.ok) return page.refuse(req, reply, found)
    // What is shown once is kept by no cache.
    if (more.fresh !== undefined) reply.header('cache-control', 'no-store')
    return page(req, reply, applicationScreen({ page, req, a: found.value, institution: nameOf(found.value.institution), staffName, ...more }))
  }
  app.get('/equipo/aplicaciones', { config }, async (req, reply) => {
    const hand = await handOf(req)
    return hand === undefined ? nobody(req, reply) : page(req, reply, listScreen({ page, req, hand, all: await room.list(hand), today: today(), nameOf }))
  })
  app.get('/equipo/aplicaciones/nueva', { config }, async (req, reply) => {
    const hand = await handOf(req)
    return hand?.reach !== 'own' ? page.refuse(req, reply, { refusal: 'not-found' }) : page(req, reply, askScreen({ page, req, raw: {}, problems: {}, institution: room.institution(hand.institution) }))
  })
  app.post('/equipo/aplicaciones/nueva', { config }, async (req, reply) => {
    const hand = await handOf(req)
    if (hand?.reach !== 'own') return page.refuse(req, reply, { refusal: 'not-found' })
    const raw = rawIn(req), done = await room.ask(hand, raw)
    return done.ok ? to(req, reply, `/equipo/aplicaciones/${done.value.id}`) : 'problems' in done ? page(req, reply, askScreen({ page, req, raw, problems: done.problems, institution: room.institution(hand.institution) })) : page.refuse(req, reply, done)
  })
  app.get('/equipo/aplicaciones/:id', { config }, async (req, reply) => { const hand = await handOf(req); return hand === undefined ? nobody(req, reply) : show(req, reply, hand) })
  app.post('/equipo/aplicaciones/:id', { config }, async (req, reply) => {
    const hand = await handOf(req), body = bodyOf(req), [what = '', of = ''] = text(body['do'], 60).split(':'), stage = stages.find((s): s is Stage => s === of), note = text(body['note'], 2000), id = idOf(req)
    if (hand === undefined) return nobody(req, reply)
    if (!isCommand(what) || what === 'correct' || what === 'ask-change') return page.refuse(req, reply, { refusal: 'bad-request' })
    if (what === 'rekey' || what === 'end-old') {
      const keys = text(body['keys'], 20_000), done = what === 'rekey' ? await room.rekey(hand, id, keys) : await room.endOld(hand, id, stage)
      if (done.ok) return to(req, reply, `/equipo/aplicaciones/${id}`)
      return done.refusal === 'answer-invalid' ? show(req, reply, hand, { typed: { do: what, note: keys, line: '', problem: (done.detail as { readonly problem: Text }).problem } }) : page.refuse(req, reply, done)
    }
    if (what === 'make' || what === 'rotate') {
      const done = stage === undefined ? { ok: false as const, refusal: 'bad-request' as const } : await room[what](hand, id, stage)
      return done.ok ? show(req, reply, hand, { fresh: done.value }) : page.refuse(req, reply, done)
    }
    const line = text(body['line'], 30), done = what === 'check' ? (['yes', 'no'].includes(text(body['good'], 5)) ? await room.check(hand, id, line, body['good'] === 'yes', note) : { ok: false as const, refusal: 'answer-invalid' as const, detail: { problem: 'choose' } }) : await room.decide(hand, id, what, note)
    if (done.ok) return to(req, reply, `/equipo/aplicaciones/${id}`)
    return done.refusal === 'answer-invalid' ? show(req, reply, hand, { typed: { do: what, note, line, problem: (done.detail as { readonly problem: Text }).problem } }) : page.refuse(req, reply, done)
  })
  app.get('/equipo/aplicaciones/:id/corregir', { config }, async (req, reply) => {
    const hand = await handOf(req), found = hand === undefined ? undefined : await room.open(hand, idOf(req))
    if (found === undefined) return nobody(req, reply)
    if (!found.ok) return page.refuse(req, reply, found)
    return found.value.may.includes('correct') ? page(req, reply, askScreen({ page, req, raw: rawOf(found.value.application), problems: {}, institution: room.institution(found.value.institution), again: found.value.id })) : nobody(req, reply)
  })
  app.post('/equipo/aplicaciones/:id/corregir', { config }, async (req, reply) => {
    const hand = await handOf(req)
    if (hand === undefined) return nobody(req, reply)
    const raw = rawIn(req), id = idOf(req), done = await room.ask(hand, raw, id)
    return done.ok ? to(req, reply, `/equipo/aplicaciones/${id}`) : 'problems' in done ? page(req, reply, askScreen({ page, req, raw, problems: done.problems, institution: room.institution(hand.institution), again: id })) : page.refuse(req, reply, done)
  })
  app.get('/equipo/aplicaciones/:id/direcciones', { config }, async (req, reply) => {
    const hand = await handOf(req), found = hand === undefined ? undefined : await room.open(hand, idOf(req))
    if (found === undefined) return nobody(req, reply)
    if (!found.ok) return page.refuse(req, reply, found)
    const a = found.value
    return a.may.includes('ask-change') ? page(req, reply, changeScreen({ page, req, raw: rawOf(a.application), problems: {}, institution: room.institution(a.institution), id: a.id, name: a.name })) : nobody(req, reply)
  })
  app.post('/equipo/aplicaciones/:id/direcciones', { config }, async (req, reply) => {
    const hand = await handOf(req)
    if (hand === undefined) return nobody(req, reply)
    const raw = rawIn(req), id = idOf(req), done = await room.askChange(hand, id, raw)
    if (done.ok) return to(req, reply, `/equipo/aplicaciones/${id}`)
    if (!('problems' in done)) return page.refuse(req, reply, done)
    const found = await room.open(hand, id)
    return found.ok ? page(req, reply, changeScreen({ page, req, raw, problems: done.problems, institution: room.institution(found.value.institution), id, name: found.value.name })) : page.refuse(req, reply, found)
  })
}
