import type { ActingPort, Powered } from '#channels/agent'
import type { Form, Kind, Mandate } from '#enablers/mandates'
import type { Enablers } from './enablers.ts'

/** Mandates as whoever attends at a counter or on a call uses them: chosen by the representative, given and ended in the contact. */
export function actingOf({ mandates, identity, authoring }: Pick<Enablers, 'mandates' | 'identity' | 'authoring'>, today: () => string): ActingPort {
  const given = ({ id, representative, kind, services, acts, until }: Mandate): Powered => ({ id, other: representative, kind, services, acts, ...(until === undefined ? {} : { until }) })
  return {
    async held(person) { return (await mandates.powers.list(person)).map(({ id, person: other, kind, services, acts, until }) => ({ id, other, kind, services, acts, ...(until === undefined ? {} : { until }) })) },
    async given(person, by) { return Promise.all((await mandates.of(person)).given.filter((m) => m.state === 'granted' || m.state === 'active').map(async (m) => ({ ...given(m), ...((await mandates.readableBy(m, by)) ? { document: `/equipo/mandatos/${m.id}/documento` } : {}) }))) },
    async grant({ represented, representative, kind, form, reference, services, acts, until, accepted, file }, by) {
      const done = await mandates.grantAtCounter({
        represented, representative, kind: kind as Kind, services, acts, ...(until === undefined ? {} : { until }), evidence: { form: form as Form, ...(reference === '' ? {} : { reference }) }, by: by.by, institution: by.institution, accepted, file, role: by.role === 'supervisor' ? 'supervisor' : 'agent',
      })
      return done.ok ? undefined : done.problem
    },
    revoke: (id, person, by) => mandates.revoke(id, person, { by: by.by, role: by.role === 'supervisor' ? 'supervisor' : 'agent', institution: by.institution, channel: 'counter' }),
    nameOf: identity.namesOf,
    services: () => authoring.list(today()).filter(({ service }) => service.audience.representation === true).map(({ service }) => ({ id: service.id, title: (lang) => service.title[lang] ?? service.title['es'] ?? service.id })),
  }
}
