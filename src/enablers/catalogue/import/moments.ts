import { plain } from './prose.ts'
import type { Entry, Row } from './letter.ts'

/**
 * Moments of life by their file (conteudo/linhas-da-vida), which holds a name and no services: which letters belong to each is a table of ours, by the letter's
 * own areas of interest and by words of its name and subjects. `icon` is a name of ui.
 */
type Rule = { readonly icon: string; readonly areas: readonly string[]; readonly words?: RegExp }
const rules: { readonly [id: string]: Rule } = {
  'apoio-financeiro-e-credito':         { icon: 'cost',            areas: ['Assistência Social', 'Combate a desigualdade', 'Proteção Social', 'Desenvolvimento Social'], words: /\b(credito|financiamento|bolsa familia|auxilio financeiro|emprestimo|subvencao)/ },
  aposentadoria:                        { icon: 'sunset',          areas: ['Previdência', 'Previdência Social', 'Previdência Básica', 'Previdência Complementar'], words: /\b(aposentadoria|aposentar|pensao por morte)/ },
  'contas-e-impostos':                  { icon: 'payment',         areas: ['Tributação', 'Encargos financeiros', 'Finanças pessoais'], words: /\b(imposto|tributo|declaracao do imposto|cpf|parcelamento de debito)/ },
  'cuidados-com-a-saude':               { icon: 'stethoscope',     areas: ['Saúde', 'Atendimento básico', 'Assistência Hospitalar e Ambulatorial', 'Medicamentos e aparelhos', 'Combate a epidemias', 'Saúde dos portadores de deficiências', 'Humanização na saúde', 'Emergências e Urgências'], words: /\b(vacina|medicamento|doacao de (?:sangue|orgaos))/ },
  'documentos-e-certidoes':             { icon: 'certificate',     areas: ['Documentação Pessoal'], words: /\b(certida|certidoes|certificado|2a via|segunda via|carteira de identidade|passaporte|cpf)/ },
  'empreendedorismo-e-negocios':        { icon: 'store',           areas: ['Empreendedorismo', 'Comércio e Serviços', 'Propriedade Industrial', 'Indústria'], words: /\b(microempreendedor|cnpj|patente|marca)\b/ },
  'estrangeiros-no-brasil':             { icon: 'plane-landing',   areas: ['Emigrações e Imigrações'], words: /\b(estrangeir|imigra|naturaliza|refugi|visto)/ },
  estudos:                              { icon: 'graduation-cap',  areas: ['Educação', 'Educação superior', 'Educação básica', 'Educação profissionalizante', 'Educação à distância'], words: /\b(bolsa de estudo|enem|fies|prouni|matricula)/ },
  'exportacao-de-produtos-e-servicos':  { icon: 'outreach',        areas: [], words: /\bexporta/ },
  familia:                              { icon: 'heart-handshake', areas: ['Assistência à Criança e ao Adolescente', 'Assistência ao Idoso', 'Assistência ao Portador de Deficiência'], words: /\b(maternidade|adocao|familia|nascimento)\b/ },
  imoveis:                              { icon: 'house',           areas: ['Habitação', 'Habitação Rural', 'Habitação Urbana', 'Patrimônio da União'], words: /\b(imovel|imoveis|moradia|casa propria)/ },
  'importacao-de-produtos-e-servicos':  { icon: 'luggage',         areas: [], words: /\bimporta(?:r|cao|dor)/ },
  'profissao-e-trabalho':               { icon: 'briefcase',       areas: ['Trabalho', 'Relações de Trabalho', 'Proteção e Benefícios ao Trabalhador', 'Empregabilidade', 'Fomento ao Trabalho'], words: /\b(carteira de trabalho|seguro-desemprego|fgts|registro profissional)/ },
  veiculos:                             { icon: 'car',             areas: ['Transporte Rodoviário'], words: /\b(veiculo|automovel|carteira nacional de habilitacao|cnh|transito)/ },
  'viagem-ao-exterior':                 { icon: 'plane-landing',   areas: [], words: /\b(passaporte|viagem|viajar|bagagem|viajante)/ },
}
export type Moment = { readonly id: string; readonly name: string }
/** The first line of such a file is the name. */
export const momentOf = (file: string, text: string): Moment | undefined => { const name = plain(text.split('\n').find((l) => l.trim() !== '') ?? ''), id = file.replace(/\.md$/, ''); return name !== '' && /^[a-z0-9-]{1,80}$/.test(id) ? { id, name } : undefined }
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** The moments of one letter, among those that exist. */
export function momentsOf(entry: Entry, areas: readonly string[], moments: readonly Moment[]): readonly string[] {
  const said = folded([(entry['name'] as { pt: string }).pt, ...((entry['topics'] as readonly string[] | undefined) ?? []), ...((entry['words'] as { pt: readonly string[] }).pt)].join(' · '))
  return moments.filter(({ id }) => { const rule = rules[id]; return rule !== undefined && (areas.some((a) => rule.areas.includes(a)) || rule.words?.test(said) === true) }).map((m) => m.id)
}
/** life-events.yaml: by name, as Portuguese sorts it. */
export const momentRows = (moments: readonly Moment[]): readonly Row[] => [...moments].sort((a, b) => (folded(a.name) < folded(b.name) ? -1 : 1)).map(({ id, name }, i) => ({ id, order: String(i + 1), icon: rules[id]?.icon ?? 'lift', name: { pt: name } }))
