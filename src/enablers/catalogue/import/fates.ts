/** What becomes of each part of a letter: a row per element and attribute that any letter of the source holds, those of its XSD first. A part without a row is lost and says so. */
export type Fate = 'carried' | 'approximated' | 'lost'
type Row = readonly [fate: Fate, how?: string]

const carried: Row = ['carried']
const noTime: Row = ['approximated', 'no time, which the page says is not known: how some letters leave it open']
/** Path below `servico`, without namespaces; `caso` reads as `default`, which it is with a condition. `@name` is an attribute. */
export const fates: { readonly [path: string]: Row } = {
  id: carried, dbId: carried, dbID: carried, nome: carried, sigla: ['approximated', 'another way of naming the service'], contato: carried, 'nomes-populares/item': carried, descricao: carried,
  gratuito: carried, 'servico-digital': ['approximated', 'how far the web channel goes'], 'link-servico-digital': carried,
  'porcentagem-manual': ['lost', 'how the State counted the digital share of the service; nothing a person needs'],
  porcentagem: ['lost', 'how the State counted the digital share of the service; nothing a person needs'],
  'porcentagem-digital': ['lost', 'how the State counted the digital share of the service; nothing a person needs'],
  'solicitantes/solicitante/tipo': carried, 'solicitantes/solicitante/requisitos': carried,
  'tempo-total-estimado/entre': carried, 'tempo-total-estimado/ate': carried, 'tempo-total-estimado/em-media': carried, 'tempo-total-estimado/atendimento-imediato': carried,
  'tempo-total-estimado/nao-estimado-ainda': ['approximated', 'no time, which the page says is not known'], 'tempo-total-estimado/descricao': carried,
  ...Object.fromEntries(['tempo-total-estimado', 'etapas/etapa/tempo-total-estimado'].flatMap((at) => ['entre', 'ate', 'em-media'].map((kind) => [`${at}/${kind} 0`, noTime] as const))),
  'validade-documento/descricao': carried, 'validade-documento/tipo': carried, 'validade-documento/quantidade': carried, 'validade-documento/unidade': carried, 'validade-documento/valido-por': carried, 'validade-documento/sem-validade': carried,
  'etapas/etapa/titulo': carried, 'etapas/etapa/descricao': carried,
  'etapas/etapa/documentos/default/item': carried, 'etapas/etapa/documentos/default/documento/descricao': carried, 'etapas/etapa/documentos/default@descricao': carried,
  'etapas/etapa/documentos/default/documento/id': ['lost', 'a number of the source’s database'],
  'etapas/etapa/custos/default/custo/descricao': carried, 'etapas/etapa/custos/default/custo/moeda': carried, 'etapas/etapa/custos/default/custo/valor': carried, 'etapas/etapa/custos/default/custo/valorVariavel': carried,
  'etapas/etapa/custos/default/custo/statusCustoVariavel': ['approximated', 'the cost’s own text says that it varies'], 'etapas/etapa/custos/default@descricao': carried,
  'etapas/etapa/canais-de-prestacao/default/canal-de-prestacao@tipo': ['approximated', 'one of our channels, the letter’s own type beside it'],
  'etapas/etapa/canais-de-prestacao/default/canal-de-prestacao/descricao': carried, 'etapas/etapa/canais-de-prestacao/default@descricao': carried,
  'etapas/etapa/canais-de-prestacao/default/canal-de-prestacao@tempo-estimado-espera': carried, 'etapas/etapa/canais-de-prestacao/default/canal-de-prestacao@tempo-estimado-periodo': carried,
  'etapas/etapa/canais-de-prestacao/default/canal-de-prestacao@procedimento-sistema-indisponivel': carried,
  'etapas/etapa/tempo-total-estimado/entre': carried, 'etapas/etapa/tempo-total-estimado/ate': carried, 'etapas/etapa/tempo-total-estimado/em-media': carried, 'etapas/etapa/tempo-total-estimado/atendimento-imediato': carried,
  'etapas/etapa/tempo-total-estimado/nao-estimado-ainda': ['approximated', 'no time, which the page says is not known'], 'etapas/etapa/tempo-total-estimado/descricao': carried,
  'orgao@id': carried, 'orgao@dbId': ['lost', 'a number of the source’s database'], 'orgao/nomeOrgao': carried,
  'segmentos-da-sociedade/item': carried, 'areas-de-interesse/item': ['approximated', 'subjects for search, and moments of life by a table of ours'], 'palavras-chave/item': ['approximated', 'subjects for search'],
  'legislacoes/item': carried, 'servicos-relacionados/item': carried,
  'condicoes-acessibilidade': carried, 'tratamento-prioritario': carried, 'tratamento-dispensado-atendimento': carried,
}
export const unknownRow: Row = ['lost', 'the table of parts has no row for it']
/** Attributes that number the source's rows: part of no fact. */
export const numbers: ReadonlySet<string> = new Set(['id', 'idSegmento', 'idServicoSegmento'])

export const channelsOfLetters: { readonly [tipo: string]: 'web' | 'phone' | 'counter' | 'mail' | 'email' } = {
  'aplicativo-movel': 'web', 'e-mail': 'email', fax: 'mail', postal: 'mail', presencial: 'counter', sms: 'phone', telefone: 'phone', web: 'web', 'web-acompanhar': 'web', 'web-agendar': 'web', 'web-calcular-taxas': 'web', 'web-consultar': 'web',
  'web-declarar': 'web', 'web-emitir': 'web', 'web-inscrever-se': 'web', 'web-postos-de-atendimento': 'web', 'web-preencher': 'web', 'web-simular': 'web',
}
/** Types of channel that only tell something. */
export const tellsOnly: ReadonlySet<string> = new Set(['web-acompanhar', 'web-calcular-taxas', 'web-consultar', 'web-postos-de-atendimento', 'web-simular'])
export const segments: { readonly [item: string]: 'citizens' | 'companies' | 'bodies' | 'others' } = { Cidadãos: 'citizens', Empresas: 'companies', 'Órgãos e entidades públicas': 'bodies', 'Demais segmentos (ONGs, organizações sociais, etc)': 'others' }
/** Units of time of the XSD: singular and plural as a letter says them. */
export const units: { readonly [unidade: string]: readonly [one: string, many: string] } = {
  minutos: ['minuto', 'minutos'], horas: ['hora', 'horas'], dias: ['dia', 'dias'], 'dias-corridos': ['dia corrido', 'dias corridos'], 'dias-uteis': ['dia útil', 'dias úteis'], meses: ['mês', 'meses'], anos: ['ano', 'anos'],
}
export const currencies: { readonly [moeda: string]: string } = { R$: 'BRL', BRL: 'BRL', USD: 'USD', US$: 'USD', EUR: 'EUR', '€': 'EUR' }
