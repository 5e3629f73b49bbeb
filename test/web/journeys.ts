import type { Answers } from './walker.ts'

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')
/** The four services as a person of the demo goes through them. A table: service, who, what is answered. */
export const journeys: readonly { readonly service: string; readonly person: string; readonly issues?: boolean; readonly answers: Answers }[] = [
  { service: 'certificado-antecedentes', person: 'rosa', issues: true, answers: { use: 'special', asking_institution: 'Municipalidad de Ñuñoa', asking_procedure: 'Postulación a un cargo', record_authorised: 'yes' } },
  { service: 'pension-garantizada-universal', person: 'rosa', answers: { uniformed_fund: 'no', pay_by: 'in_person' } },
  {
    service: 'reclamo-sernac', person: 'rosa', answers: {
      final_user: 'yes', company_rut: '41.900.101-5', matter: 'retail', bought_on: { day: '5', month: '10', year: '2026' }, amount: '89.990', what_happened: 'El hervidor dejó de funcionar a los tres días.\nLa tienda no lo quiso cambiar.',
      wanted: 'refund', wanted_amount: '89990', receipt: { file: { name: 'boleta.pdf', mimeType: 'application/pdf', buffer: pdf } }, other_evidence: { file: { name: 'otra.pdf', mimeType: 'application/pdf', buffer: pdf } },
    },
  },
  { service: 'licencia-clase-b', person: 'ana', answers: { record_authorised: 'yes', part_of_day: 'any' } },
]
