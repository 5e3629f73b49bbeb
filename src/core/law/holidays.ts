/**
 * Chile's legal holidays, a dated table: a year that is not here is not known, and `covers` says so. Moved days (Ley 19.668) and
 * the extra days of September are written as they fall. Elections are holidays too (Ley 18.700) and always Sundays so far.
 * Source: the laws beside each name; dates checked against date-holidays 3.37.0 (CC BY 3.0), which omits Holy Saturday.
 * `scope`: CUT prefix of where it holds (a region's two digits or a comuna's five); none is the whole country.
 */
export type Holiday = { readonly date: string; readonly name: string; readonly scope?: string; readonly law?: string }

const names = {
  anoNuevo:         ['Año Nuevo', 'Ley 2.977'],
  viernesSanto:     ['Viernes Santo', 'Ley 2.977'],
  sabadoSanto:      ['Sábado Santo', 'Ley 2.977'],
  trabajo:          ['Día Nacional del Trabajo', 'Código del Trabajo art. 35'],
  gloriasNavales:   ['Día de las Glorias Navales', 'Ley 2.977'],
  pueblosIndigenas: ['Día Nacional de los Pueblos Indígenas', 'Ley 21.357'],
  sanPedro:         ['San Pedro y San Pablo', 'Ley 18.432, Ley 19.668'],
  carmen:           ['Día de la Virgen del Carmen', 'Ley 20.148'],
  asuncion:         ['Asunción de la Virgen', 'Ley 2.977'],
  independencia:    ['Independencia Nacional', 'Ley 2.977'],
  ejercito:         ['Día de las Glorias del Ejército', 'Ley 2.977'],
  adicional:        ['Feriado adicional de Fiestas Patrias', 'Ley 20.215, Ley 20.983'],
  dosMundos:        ['Encuentro de Dos Mundos', 'Ley 3.810, Ley 19.668'],
  iglesias:         ['Día de las Iglesias Evangélicas y Protestantes', 'Ley 20.299'],
  todosLosSantos:   ['Todos los Santos', 'Ley 2.977'],
  inmaculada:       ['Inmaculada Concepción', 'Ley 2.977'],
  navidad:          ['Navidad', 'Ley 2.977'],
} as const
/** Each year, in its own regions or comunas. */
const regional = [
  ['06-07', '15', 'Asalto y Toma del Morro de Arica', 'Ley 20.663'],
  ['08-20', '16101', 'Nacimiento del Prócer de la Independencia', 'Ley 20.768'],
  ['08-20', '16103', 'Nacimiento del Prócer de la Independencia', 'Ley 20.768'],
] as const

const years: { readonly [year: number]: readonly (readonly [monthDay: string, name: keyof typeof names])[] } = {
  2024: [['01-01', 'anoNuevo'], ['03-29', 'viernesSanto'], ['03-30', 'sabadoSanto'], ['05-01', 'trabajo'], ['05-21', 'gloriasNavales'], ['06-20', 'pueblosIndigenas'], ['06-29', 'sanPedro'], ['07-16', 'carmen'], ['08-15', 'asuncion'], ['09-18', 'independencia'], ['09-19', 'ejercito'], ['09-20', 'adicional'], ['10-12', 'dosMundos'], ['10-31', 'iglesias'], ['11-01', 'todosLosSantos'], ['12-08', 'inmaculada'], ['12-25', 'navidad']],
  2025: [['01-01', 'anoNuevo'], ['04-18', 'viernesSanto'], ['04-19', 'sabadoSanto'], ['05-01', 'trabajo'], ['05-21', 'gloriasNavales'], ['06-20', 'pueblosIndigenas'], ['06-29', 'sanPedro'], ['07-16', 'carmen'], ['08-15', 'asuncion'], ['09-18', 'independencia'], ['09-19', 'ejercito'], ['10-12', 'dosMundos'], ['10-31', 'iglesias'], ['11-01', 'todosLosSantos'], ['12-08', 'inmaculada'], ['12-25', 'navidad']],
  2026: [['01-01', 'anoNuevo'], ['04-03', 'viernesSanto'], ['04-04', 'sabadoSanto'], ['05-01', 'trabajo'], ['05-21', 'gloriasNavales'], ['06-21', 'pueblosIndigenas'], ['06-29', 'sanPedro'], ['07-16', 'carmen'], ['08-15', 'asuncion'], ['09-18', 'independencia'], ['09-19', 'ejercito'], ['10-12', 'dosMundos'], ['10-31', 'iglesias'], ['11-01', 'todosLosSantos'], ['12-08', 'inmaculada'], ['12-25', 'navidad']],
  2027: [['01-01', 'anoNuevo'], ['03-26', 'viernesSanto'], ['03-27', 'sabadoSanto'], ['05-01', 'trabajo'], ['05-21', 'gloriasNavales'], ['06-21', 'pueblosIndigenas'], ['06-28', 'sanPedro'], ['07-16', 'carmen'], ['08-15', 'asuncion'], ['09-17', 'adicional'], ['09-18', 'independencia'], ['09-19', 'ejercito'], ['10-11', 'dosMundos'], ['10-31', 'iglesias'], ['11-01', 'todosLosSantos'], ['12-08', 'inmaculada'], ['12-25', 'navidad']],
  2028: [['01-01', 'anoNuevo'], ['04-14', 'viernesSanto'], ['04-15', 'sabadoSanto'], ['05-01', 'trabajo'], ['05-21', 'gloriasNavales'], ['06-20', 'pueblosIndigenas'], ['06-26', 'sanPedro'], ['07-16', 'carmen'], ['08-15', 'asuncion'], ['09-18', 'independencia'], ['09-19', 'ejercito'], ['10-09', 'dosMundos'], ['10-27', 'iglesias'], ['11-01', 'todosLosSantos'], ['12-08', 'inmaculada'], ['12-25', 'navidad']],
  2029: [['01-01', 'anoNuevo'], ['03-30', 'viernesSanto'], ['03-31', 'sabadoSanto'], ['05-01', 'trabajo'], ['05-21', 'gloriasNavales'], ['06-20', 'pueblosIndigenas'], ['07-02', 'sanPedro'], ['07-16', 'carmen'], ['08-15', 'asuncion'], ['09-17', 'adicional'], ['09-18', 'independencia'], ['09-19', 'ejercito'], ['10-15', 'dosMundos'], ['11-01', 'todosLosSantos'], ['11-02', 'iglesias'], ['12-08', 'inmaculada'], ['12-25', 'navidad']],
  2030: [['01-01', 'anoNuevo'], ['04-19', 'viernesSanto'], ['04-20', 'sabadoSanto'], ['05-01', 'trabajo'], ['05-21', 'gloriasNavales'], ['06-21', 'pueblosIndigenas'], ['06-29', 'sanPedro'], ['07-16', 'carmen'], ['08-15', 'asuncion'], ['09-18', 'independencia'], ['09-19', 'ejercito'], ['09-20', 'adicional'], ['10-12', 'dosMundos'], ['10-31', 'iglesias'], ['11-01', 'todosLosSantos'], ['12-08', 'inmaculada'], ['12-25', 'navidad']],
}

export const chileanHolidays: readonly Holiday[] = Object.entries(years).flatMap(([year, days]) => [
  ...days.map(([at, name]) => ({ date: `${year}-${at}`, name: names[name][0], law: names[name][1] })),
  ...regional.map(([at, scope, name, law]) => ({ date: `${year}-${at}`, name, scope, law })),
])
