/** What registers says on the demo page. Screens say tú. */
export const words = {
  normal:  { es: 'Responde',                      en: 'Answers' },
  slow:    { es: 'Tarda más de 2 segundos',       en: 'Takes more than 2 seconds' },
  down:    { es: 'No responde',                   en: 'Does not answer' },
  save:    { es: 'Guardar estado de los registros', en: 'Save the state of the registers' },
  reset:   { es: 'Volver todos a la normalidad',  en: 'Set all back to normal' },
  heals:   { es: 'El cambio vale para toda la demostración y se deshace solo en 30 minutos.', en: 'The change holds for the whole demonstration and undoes itself in 30 minutes.' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }

export const say = (key: keyof typeof words, lang: string): string => words[key][lang === 'en' ? 'en' : 'es']
