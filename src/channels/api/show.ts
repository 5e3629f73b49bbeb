import type { Static } from 'typebox'
import type { CaseLine, Journey } from '#cases'
import { answerAt, type StoredEvent } from '#core/case'
import { type Answer, type Engine, type FactView, isComputed } from '#core/journey'
import { readers } from '#core/kinds'
import type { Fact, FileValue, Option, Value } from '#core/service'
import { answersSchema } from './answers-schema.ts'
import type { CaseList, CaseView, JourneyView, ServiceForm, Services } from './schemas.ts'
import type { ApiPorts, Issued, Listed } from './types.ts'
import { envOf, fill, labelOf, langOf, problemSays, textIn } from './wording.ts'
import { says } from './words.ts'

const top = '/api/v1'
type Question = NonNullable<Static<typeof JourneyView>['facts'][number]['question']>
const line = (s: Listed, lang: string) => ({ id: s.id, version: s.version, institution: s.institution, title: textIn(s.title, lang), ...(s.summary === undefined ? {} : { summary: textIn(s.summary, lang) }), lang: langOf(s.title, lang), languages: [...s.languages], assurance: s.audience.assurance })

export const servicesOf = (all: readonly Listed[], lang: string): Static<typeof Services> => ({ services: all.map((s) => ({ ...line(s, lang), links: { self: `${top}/services/${s.id}`, start: `${top}/journeys` } })) })

export function serviceOf(engine: Engine, lang: string): Static<typeof ServiceForm> {
  const { service } = engine
  return {
    ...line(service, lang), law: [...service.law], ...(service.channels === undefined ? {} : { channels: { ...service.channels } as { [c: string]: string } }),
    facts: service.facts.map((f) => ({
      id: f.id, ...(f.section === undefined ? {} : { section: f.section }), asked: !isComputed(f), conditional: f.when !== undefined,
      ...(f.source !== undefined && 'registry' in f.source ? { register: f.source.registry } : {}), question: questionOf(f, f.options, lang, (t) => t),
    })),
    rules: service.eligibility.map((r) => ({ id: r.id, says: textIn(r.say, lang), ...(r.law === undefined ? {} : { law: r.law }) })),
    answers: answersSchema(engine, lang), links: { self: `${top}/services/${service.id}`, start: `${top}/journeys` },
  }
}
function questionOf(f: Fact, options: readonly Option[] | undefined, lang: string, filled: (text: string) => string): Question {
  return {
    type: f.type, lang: langOf(f.say.ask, lang), ask: filled(textIn(f.say.ask, lang)), label: filled(labelOf(f, lang)), ...(f.say.hint === undefined ? {} : { hint: filled(textIn(f.say.hint, lang)) }), ...(f.say.why === undefined ? {} : { why: filled(textIn(f.say.why, lang)) }),
    ...(options === undefined || options.length === 0 ? {} : { options: options.map((o) => ({ id: o.id, label: textIn(o.say, lang), ...(o.hint === undefined ? {} : { hint: textIn(o.hint, lang) }) })) }),
    optional: f.optional === true, ...(f.may_follow === undefined ? {} : { mayFollow: f.may_follow }), ...(f.assurance === undefined ? {} : { assurance: f.assurance }),
    ...(f.list === undefined ? {} : { list: { label: textIn(f.list.label, lang), min: f.list.min, max: f.list.max, facts: f.list.of.map((x) => x.id) } }),
  }
}

export function journeyOf(ports: ApiPorts, journey: Journey, lang: string): Static<typeof JourneyView> {
  const { engine, view, case: file, id } = journey, rules = new Map(engine.service.eligibility.map((r) => [r.id, r])), self = `${top}/journeys/${id}`
  return {
    id, code: file.code, service: file.service, version: file.version, language: file.language, status: file.status, seq: journey.seq, today: journey.today,
    next: view.next, missing: [...view.missing], deferred: [...view.deferred],
    errors: view.errors.map((e) => ({ path: e.fact, code: e.code, warn: e.level === 'warn', says: problemSays(engine, e.fact, e.code, e.check, lang, journey.today) })),
    registers: view.needs.map((n) => n.path),
    eligibility: { verdict: view.eligibility.verdict, because: view.eligibility.because.map((rule) => ({ rule, says: textIn(rules.get(rule)?.say, lang), ...(rules.get(rule)?.law === undefined ? {} : { law: rules.get(rule)!.law! }) })), wouldDecide: [...view.eligibility.wouldDecide] },
    fee: view.fee, canSubmit: view.canSubmit && file.status === 'journey', institution: view.competent, facts: view.facts.map((f) => factOf(ports, journey, f, lang)),
    links: { self, ...(file.status === 'journey' ? { answers: `${self}/answers`, rows: `${self}/rows`, registers: `${self}/registers`, summary: `${self}/summary`, submission: `${self}/submission` } : { answers: `${self}/answers`, case: `${top}/cases/${id}` }) },
  }
}
function factOf(ports: ApiPorts, journey: Journey, f: FactView, lang: string): Static<typeof JourneyView>['facts'][number] {
  const { engine, view, case: file } = journey, fact = engine.fact(f.path), answer = f.answer ?? answerAt(file.answers, f.path)
  const applies = f.status !== 'absent' && f.status !== 'undecided', stands = f.value !== undefined && f.value !== null && applies
  return {
    path: f.path, fact: f.fact, ...(f.list === undefined ? {} : { list: f.list }), ...(f.row === undefined ? {} : { row: f.row }), ...(fact?.section === undefined ? {} : { section: fact.section }), status: f.status,
    ...(stands ? { value: f.value } : {}), ...(stands && fact !== undefined ? { shown: readers[fact.type].format(f.value as Value, fact, lang) } : {}),
    ...(applies && answer !== undefined ? { provenance: provenanceOf(answer) } : {}), ...(applies && answer?.rows !== undefined ? { rows: answer.rows.map((r) => r.id) } : {}),
    ...(applies && fact !== undefined && !isComputed(fact) ? { question: questionOf(fact, fact.options === undefined ? undefined : engine.options(f.path, file.answers, envOf(journey, lang, ports.workingDay)), lang, (t) => fill(t, engine, view, lang)) } : {}),
  }
}
const provenanceOf = (a: Answer) => ({
  state: a.state, ...(a.channel === undefined ? {} : { channel: a.channel }), ...(a.role === undefined ? {} : { role: a.role as never }), ...(a.at === undefined ? {} : { at: a.at }), ...(a.seq === undefined ? {} : { seq: a.seq }),
  ...(a.from === undefined ? {} : { register: { register: a.from.register, institution: a.from.institution, receipt: a.from.id, at: a.from.at, ...(a.from.until === undefined ? {} : { until: a.from.until }) } }),
})

export const casesOf = (lines: readonly CaseLine[]): Static<typeof CaseList> => ({
  cases: lines.map((c) => ({
    id: c.id, code: c.code, service: c.service, version: c.version, status: c.status, ...(c.institution === undefined ? {} : { institution: c.institution }), ...(c.due === undefined ? {} : { due: c.due }), startedAt: c.startedAt, updatedAt: c.updatedAt,
    links: { self: c.status === 'journey' ? `${top}/journeys/${c.id}` : `${top}/cases/${c.id}` },
  })),
})
export function caseOf(journey: Journey, timeline: readonly StoredEvent[], issued: readonly Issued[], lang: string): Static<typeof CaseView> {
  const { case: file, engine, id } = journey, self = `${top}/cases/${id}`
  return {
    id, code: file.code, service: file.service, version: file.version, status: file.status, ...(file.institution === undefined ? {} : { institution: file.institution }), ...(file.due === undefined ? {} : { due: file.due }),
    title: textIn(engine.service.title, lang), lang: langOf(engine.service.title, lang), submittedAt: file.submittedAt!, ...(file.stage === undefined ? {} : { stage: file.stage }), fee: file.fee ?? 'unknown', seq: journey.seq,
    documents: issued.map((d) => ({ title: d.title, ...(d.folio === undefined ? {} : { folio: d.folio }), ...(d.verify === undefined ? {} : { verify: d.verify }), ...(d.sha256 === undefined ? {} : { href: `${self}/files/${d.sha256}` }) })),
    attachments: journey.view.facts.flatMap((f) => (engine.fact(f.path)?.type === 'file' && f.answer?.value !== undefined ? [f.answer.value as FileValue].map(({ name, type, size, sha256 }) => ({ path: f.path, name, type, size, href: `${self}/files/${sha256}` })) : [])),
    // Values stay in the journey: the timeline says what happened, through whom.
    timeline: timeline.map((e) => ({ seq: e.seq, at: e.at, type: e.type, says: says(e.type, lang), channel: e.actor.channel, role: e.actor.role })),
    links: { self, journey: `${top}/journeys/${id}` },
  }
}
