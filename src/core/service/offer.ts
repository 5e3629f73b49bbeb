import type { Offer, Service } from './types.ts'

/** What an institution says of itself for a service on a day (`yyyy-mm-dd`): the row of the dated table in force, if it has one. */
export const offerOn = (service: Pick<Service, 'offers'>, institution: string | undefined, on: string): Offer | undefined =>
  service.offers?.find((o) => o.institution === institution && o.from <= on && on <= (o.until ?? '9999-12-31'))
/** Institutions that carry a service out, when its definition names them. */
export const providersOf = ({ providers }: Pick<Service, 'providers'>): readonly string[] => (providers === undefined ? [] : 'institution' in providers ? [providers.institution] : (providers.institutions ?? []))
