/** What happened to a case, as its timeline says it. What a service says stands in its definition; refusals in core/refusal. */
export const happened = {
  'started':            { es: 'Empezaste el trámite.',                     en: 'You started it.' },
  'answered':           { es: 'Guardamos respuestas.',                     en: 'We kept answers.' },
  'row-added':          { es: 'Agregaste un dato a una lista.',            en: 'You added an entry to a list.' },
  'row-removed':        { es: 'Borraste un dato de una lista.',            en: 'You removed an entry from a list.' },
  'list-closed':        { es: 'Completaste una lista.',                    en: 'You completed a list.' },
  'fetched':            { es: 'Pedimos datos a registros del Estado.',     en: 'We asked registers of the State.' },
  'claimed':            { es: 'Entraste con tu identidad.',                en: 'You signed in.' },
  'language-changed':   { es: 'Cambiaste el idioma.',                      en: 'You changed the language.' },
  'submitted':          { es: 'Enviaste el trámite.',                      en: 'You sent it.' },
  'acted':              { es: 'La institución revisó tu trámite.',         en: 'The institution worked on it.' },
  'stage-ended':        { es: 'Terminó una etapa.',                        en: 'A stage ended.' },
  'reminded':           { es: 'Te recordamos que falta enviarlo.',         en: 'We reminded you to send it.' },
  'term-ended':         { es: 'Venció el plazo de un dato pendiente.',     en: 'The term of a pending answer ended.' },
  'deadline-passed':    { es: 'Venció el plazo de respuesta.',             en: 'The deadline for an answer passed.' },
  'certificate-issued': { es: 'Emitimos un documento.',                    en: 'We issued a document.' },
  'notified':           { es: 'Te avisamos.',                              en: 'We notified you.' },
  'other':              { es: 'El trámite avanzó.',                        en: 'It moved on.' },
} as const satisfies { readonly [type: string]: { readonly es: string; readonly en: string } }

export const says = (type: string, lang: string): string => happened[Object.hasOwn(happened, type) ? (type as keyof typeof happened) : 'other'][lang === 'en' || lang.startsWith('en-') ? 'en' : 'es']
