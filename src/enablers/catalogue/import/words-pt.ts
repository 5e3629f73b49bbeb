/** The first search.yaml of a catalogue in Portuguese: how people ask there. By us; nothing here is a fact. The operator's own edits of the file stay. */
export const searchRows = {
  ignore: { pt: ['quero', 'queria', 'gostaria', 'preciso', 'desejo', 'posso', 'devo', 'tenho', 'como', 'qual', 'quais', 'que', 'onde', 'quando', 'quanto', 'fazer', 'faço', 'tirar', 'obter', 'pedir', 'peço', 'solicitar', 'solicitação', 'requerer', 'requerimento', 'conseguir', 'saber', 'informação', 'informações', 'ajuda', 'serviço', 'serviços', 'meu', 'minha', 'meus', 'minhas', 'online', 'internet', 'governo', 'pelo', 'pela', 'dar', 'entrada', 'ver'] },
  same: { pt: [
    'aposentadoria, aposentar, me aposentar, ~aposento', 'seguro-desemprego, seguro desemprego, fui demitido, ~demitido', 'carteira de trabalho, ctps', 'auxílio-doença, auxílio doença, benefício por incapacidade, ~encostar, ~afastamento por doença',
    'salário-maternidade, salário maternidade, licença-maternidade, licença maternidade, auxílio-maternidade', 'pensão por morte, pensão de viúva, ~viúva', 'imposto de renda, irpf, ~leão', 'cpf, cadastro de pessoa física, cadastro de pessoas físicas', 'cnpj, cadastro nacional da pessoa jurídica',
    'passaporte, ~viajar para fora', 'antecedentes criminais, ficha limpa, nada consta, atestado de antecedentes', 'naturalização, naturalizar, nacionalidade, ~virar brasileiro', 'visto, residência, autorização de residência',
    'fies, financiamento estudantil, crédito estudantil', 'enem, exame nacional do ensino médio', 'casa própria, minha casa minha vida, moradia, habitação', 'cnh, carteira de motorista, carteira nacional de habilitação, habilitação', 'multa, multas, infração', 'queixa, reclamação, denúncia, ouvidoria', '~remédio, ~remédios, medicamento',
    'emprego, trabalho, vaga', 'fgts, fundo de garantia', 'pis, pasep, abono salarial', 'idoso, terceira idade', 'deficiente, deficiência, pcd', 'loas, bpc, benefício de prestação continuada, benefício assistencial', 'patente, invenção, ~inventei', 'marca, marcas', 'pescador, pesca', 'serviço militar, alistamento, alistar, exército', 'vacina, vacinação',
  ] },
} as const
export const examples = ['passaporte', 'seguro-desemprego', 'CPF'] as const
