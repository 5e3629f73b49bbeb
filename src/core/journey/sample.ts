import type { Vocabulary } from '../service/index.ts'

/** A small vocabulary and a whole, clean definition, for the tests of this room: each test spoils its own copy. */
export const vocabulary: Vocabulary = {
  attributes: {
    'person.birth_date': { type: 'date', class: 'personal', owner: 'srcei', register: 'srcei.civil', field: 'birth_date', say: { ask: { es: '¿Cuándo naciste?', en: 'When were you born?' }, voice: { es: 'Dígame cuándo nació.', en: 'Please tell me when you were born.' } } },
    'person.sick_leave': { type: 'yesno', class: 'sensitive', owner: 'compin', register: 'srcei.civil', field: 'leave', say: { ask: { es: '¿Tienes licencia?', en: 'Are you on leave?' }, voice: { es: 'Dígame si tiene licencia.', en: 'Please tell me if you are on leave.' } } },
  },
  parameters: { limit: { type: 'money', title: { es: 'Límite', en: 'Limit' }, law: 'Ley 1', values: [{ from: '2026-01-01', value: '500000' }] } },
  registers: { 'srcei.civil': { institution: 'srcei', name: { es: 'Registro Civil', en: 'Civil Registry' } } },
  effects: {}, actors: ['ips.caseworker'], institutions: { ips: { name: 'IPS' }, srcei: { name: 'SRCeI' } },
  channels: { web: { assurance: 3 }, phone: { assurance: 2 }, ivr: { assurance: 2 }, chat: { assurance: 2 }, api: { assurance: 3 } },
}
const say = (ask: string, voice: string, en: string) => ({ ask: { es: ask, en }, voice: { es: voice, en } })
/** Untyped, as YAML gives it. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into it anywhere
export const sample = (): any => ({
  id: 'aporte', version: '1.0.0', institution: 'ips', title: { es: 'Aporte', en: 'Grant' }, languages: ['es', 'en'], law: ['Ley 1'], audience: { who: 'person', assurance: '2' },
  channels: { web: 'transact', phone: 'transact', chat: 'transact', api: 'transact', ivr: 'signpost' },
  sections: [{ id: 'you', title: { es: 'Tus datos', en: 'Your details' } }, { id: 'home', title: { es: 'Tu hogar', en: 'Your home' } }, { id: 'check', title: { es: 'Revisa', en: 'Check' } }], check_section: 'check',
  facts: [
    { id: 'born', attribute: 'person.birth_date', section: 'you', purpose: 'decide', source: { registry: 'srcei.civil', field: 'birth_date', confirm: 'show', else: 'ask' }, check: [{ id: 'past', must: 'value <= today', say: { es: 'Revisa la fecha.', en: 'Check the date.' } }] },
    { id: 'age', type: 'integer', source: { compute: 'years and months duration(born, today).years' }, say: { ask: { es: 'Tu edad', en: 'Your age' } } },
    { id: 'kind', type: 'choice', section: 'you', purpose: 'decide', options: [{ id: 'rent', say: { es: 'Arriendo', en: 'Rent' } }, { id: 'heat', say: { es: 'Calefacción', en: 'Heating' } }], say: say('¿Para qué lo pides?', 'Dígame para qué lo pide.', 'What is it for?') },
    { id: 'rent', type: 'money', section: 'home', purpose: 'decide', when: 'kind = "rent"', min: '0', max: '5000000', say: say('¿Cuánto pagas?', 'Dígame cuánto paga.', 'How much do you pay?') },
    { id: 'people', type: 'list', section: 'home', purpose: 'decide', list: { min: '0', max: '5', label: { es: 'Persona', en: 'Person' }, of: [
      { id: 'works', type: 'yesno', say: say('¿Trabaja?', 'Dígame si trabaja.', 'Does this person work?') },
      { id: 'income', type: 'money', when: 'row.works', say: say('¿Cuánto gana?', 'Dígame cuánto gana.', 'What does this person earn?') },
    ] }, say: say('¿Quiénes viven contigo?', 'Dígame quiénes viven con usted.', 'Who lives with you?') },
    { id: 'income', type: 'money', source: { compute: 'sum(people.income)' }, say: { ask: { es: 'Ingresos', en: 'Income' } } },
    { id: 'limit', type: 'money', source: { parameter: 'limit' }, say: { ask: { es: 'Límite', en: 'Limit' } } },
    { id: 'told', type: 'note', section: 'home', say: say('El límite es {limit}.', 'El límite es {limit}.', 'The limit is {limit}.') },
    { id: 'email', type: 'email', optional: 'true', section: 'you', purpose: 'contact', say: say('¿Cuál es tu correo?', 'Dígame su correo.', 'What is your e-mail?') },
  ],
  eligibility: [
    { id: 'adult', must: 'age >= 18', say: { es: 'Debes tener 18 años.', en: 'You must be 18.' } },
    { id: 'means', must: 'income <= limit', say: { es: 'Los ingresos superan el límite.', en: 'Income is above the limit.' } },
  ],
  decisions: { amount: { hit: 'unique', inputs: ['kind', 'age'], rules: [{ if: ['"rent"', '>= 65'], then: '2' }, { if: ['"rent"', '< 65'], then: '1' }, { if: ['"heat"', '-'], then: '1' }] } },
  fee: 'if default(amount, 0) > 1 then default(rent, 0) else 0', deadline: 'submitted + duration("P30D")',
  lifecycle: [{ id: 'review', actor: 'ips.caseworker', reads: ['born', 'kind'], actions: ['approve', 'ask_more', 'reject'] }, { id: 'issue', outputs: ['letter'] }],
  outputs: [{ id: 'letter', title: { es: 'Carta', en: 'Letter' }, facts: ['rent'] }],
  notify: [{ on: 'submitted', channels: ['inbox', 'email'] }, { on: 'issue', channels: ['inbox'] }],
  examples: [
    { name: 'yes', on: '2026-11-24', given: { kind: 'heat', people: [{ works: 'true', income: '300000' }] }, fetched: { born: '1950-01-01' }, expect: { eligibility: 'yes', canSubmit: 'true', fee: '0', computed: { age: '76', income: '300000' } } },
    { name: 'no', on: '2026-11-24', given: { kind: 'heat', people: [] }, fetched: { born: '2015-01-01' }, expect: { eligibility: 'no', because: ['adult'], canSubmit: 'false' } },
  ],
})
