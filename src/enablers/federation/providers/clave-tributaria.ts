import { no, yes } from '#core/refusal'
import type { Company, CompanyProvider } from '../types.ts'

/** Companies of the demonstration and who represents each (services/_demo/people.yaml): no secret is asked, so it proves nothing. */
export const demoTributaria = (companies: readonly (Company & { readonly representedBy: readonly string[] })[]): CompanyProvider => ({
  name: 'clave-tributaria', demo: true,
  companiesOf: async (run) => companies.filter((c) => c.representedBy.includes(run)).map(({ rut, name }) => ({ rut, name })),
  async verify(fields) {
    const rut = fields['rut'] ?? '', by = fields['run'] ?? '', company = companies.find((c) => c.rut === rut)
    if (company === undefined) return companies.some((c) => c.representedBy.includes(rut)) && rut === by ? yes({ subject: 'person', rut, by }) : no('not-found')
    return company.representedBy.includes(by) ? yes({ subject: 'company', rut, by }) : no('not-allowed')
  },
})
/** The SII is away: nobody acts for a company anew; mandates that are there go on. */
export const failingTributaria = (): CompanyProvider => {
  const down = async (): Promise<never> => { throw new Error('the Clave Tributaria does not answer') }
  return { name: 'clave-tributaria', demo: false, companiesOf: down, verify: down }
}
