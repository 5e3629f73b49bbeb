import type { HelpPorts, NearOffice } from '#channels/web'
import type { Base } from './ground.ts'
import type { Enablers } from './enablers.ts'

/** Most offices shown at once. */
const most = 8

/** Ways to a person from any page: who answers calls, and the offices the catalogue knows. */
export function helpOf({ catalogue, identity }: Enablers, { clock }: Base): HelpPorts {
  const seat = identity.staff.posts.find((p) => p.kind === 'phone'), who = seat && identity.staff.members.find((m) => m.posts.includes(seat.id))
  return {
    now: clock.now, ...(who === undefined ? {} : { callBack: { institution: who.institution, post: 'phone' } }),
    offices(comuna, lang, institution) {
      const comunas = catalogue.comunas(), here = comunas.find((c) => c.cut === comuna), all = catalogue.offices(), inside = all.filter((o) => o.comuna === comuna), region = new Set(comunas.filter((c) => c.regionId === here?.regionId).map((c) => c.cut))
      // First those of whoever decides, then those of the network that serves for all.
      const rank = (o: { readonly institution: string }): number => (o.institution === institution ? 0 : o.institution === who?.institution ? 1 : 2), found = [...(inside.length > 0 ? inside : all.filter((o) => region.has(o.comuna)))].sort((a, b) => rank(a) - rank(b))
      return {
        same: inside.length > 0,
        offices: found.slice(0, most).map((o): NearOffice => {
          const place = comunas.find((c) => c.cut === o.comuna)?.name, hours = o.hours?.[lang === 'en' ? 'en' : 'es']
          return { name: o.name, ...(o.address === undefined ? {} : { address: o.address }), ...(place === undefined ? {} : { place }), ...(hours === undefined ? {} : { hours }), ...(o.phone === undefined ? {} : { phone: o.phone }) }
        }),
      }
    },
  }
}
