/** What http itself says to people. Titles by status; the messages of refusals stand in core/refusal. */
export const words = {
  title400:   { es: 'El pedido no se entiende',            en: 'The request is not understood' },
  title401:   { es: 'Entra con tu identidad',              en: 'Sign in' },
  title403:   { es: 'No se puede hacer',                   en: 'This cannot be done' },
  title404:   { es: 'No encontramos esta página',          en: 'We could not find this page' },
  title405:   { es: 'Esta página no recibe eso',           en: 'This page does not take that' },
  title409:   { es: 'Algo cambió',                         en: 'Something changed' },
  title410:   { es: 'Este trámite ya no existe',           en: 'This no longer exists' },
  title413:   { es: 'Lo que enviaste es muy grande',       en: 'What you sent is too large' },
  title415:   { es: 'Ese tipo de archivo no se acepta',    en: 'That kind of file is not accepted' },
  title422:   { es: 'Hay un problema',                     en: 'There is a problem' },
  title429:   { es: 'Espera un momento',                   en: 'Wait a moment' },
  title500:   { es: 'Tuvimos un problema',                 en: 'We had a problem' },
  title503:   { es: 'No podemos atenderte en este momento', en: 'We cannot help you at this moment' },
  formTitle:  { es: 'La página caducó',                    en: 'The page expired' },
  fault:      { es: 'Fue un error nuestro. Lo que ya guardaste sigue guardado. Prueba otra vez en unos minutos.',
                en: 'It was our mistake. What you already saved is still saved. Try again in a few minutes.' },
  down:       { es: 'El sistema no responde. Lo que ya guardaste sigue guardado. Prueba otra vez en un minuto.',
                en: 'The system is not answering. What you already saved is still saved. Try again in a minute.' },
  method:     { es: 'Llegaste a esta dirección de una forma que no esperábamos. Vuelve al inicio y entra desde ahí.',
                en: 'You reached this address in a way we did not expect. Go back to the start and enter from there.' },
  tooBig:     { es: 'Enviaste más de lo que esta página recibe. Acorta el texto o adjunta un archivo más pequeño.',
                en: 'You sent more than this page takes. Shorten the text or attach a smaller file.' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }

export const say = (key: keyof typeof words, lang: string): string => words[key][lang === 'en' ? 'en' : 'es']
