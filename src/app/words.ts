/** What stands around every page, and the pages nobody else owns. Screens say tú. */
export const words = {
  site:       { es: 'Ventanilla',                                            en: 'Ventanilla' },
  skip:       { es: 'Saltar al contenido',                                   en: 'Skip to content' },
  main:       { es: 'Principal',                                             en: 'Main' },
  services:   { es: 'Trámites',                                              en: 'Services' },
  mine:       { es: 'Mis trámites',                                          en: 'My services' },
  verify:     { es: 'Verificar un documento',                                en: 'Check a document' },
  help:       { es: 'Ayuda',                                                 en: 'Help' },
  language:   { es: 'Idioma',                                                en: 'Language' },
  ifYours:    { es: 'Si es tuyo, entra con tu identidad',                    en: 'If it is yours, sign in' },
  signIn:     { es: 'Entrar',                                                en: 'Sign in' },
  signOut:    { es: 'Salir',                                                 en: 'Sign out' },
  about:      { es: 'Sobre este sitio',                                      en: 'About this site' },
  accessible: { es: 'Accesibilidad',                                         en: 'Accessibility' },
  privacy:    { es: 'Privacidad',                                            en: 'Privacy' },
  how:        { es: 'Cómo lo hacemos',                                       en: 'How we do it' },
  demoPage:   { es: 'La demostración',                                       en: 'The demonstration' },
  resume:     { es: 'Seguir un trámite',                                     en: 'Continue an application' },
  institutions: { es: 'Instituciones',                                       en: 'Institutions' },
  note:       { es: 'Ventanilla es software libre. No es un sitio oficial del Estado de Chile.', en: 'Ventanilla is free software. It is not an official site of the State of Chile.' },
  demo:       { es: 'Demostración: las personas son ficticias y nada de esto tiene valor legal.', en: 'Demonstration: the people are fictional and nothing here has legal value.' },
  again:      { es: 'Enviar otra vez lo que escribí',                        en: 'Send again what I wrote' },
  retry:      { es: 'Probar otra vez',                                       en: 'Try again' },
  home:       { es: 'Volver al inicio',                                      en: 'Back to the start' },
  reference:  { es: 'Referencia para pedir ayuda',                           en: 'Reference for asking for help' },
  sixDigits:  { es: 'Ventanilla: tu código es {digits}. Vence en 5 minutos. Dilo solo a quien te atiende ahora.', en: 'Ventanilla: your code is {digits}. It lasts 5 minutes. Say it only to whoever is serving you now.' },
  waitSeconds: { es: 'Espera {n} segundos y prueba otra vez.',               en: 'Wait {n} seconds and try again.' },
  waitMinutes: { es: 'Espera {n} minutos y prueba otra vez.',                en: 'Wait {n} minutes and try again.' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }

export const say = (key: keyof typeof words, lang: string, values: { readonly [name: string]: string | number } = {}): string =>
  words[key][lang === 'en' ? 'en' : 'es'].replace(/\{(\w+)\}/g, (hole, name: string) => (name in values ? String(values[name]) : hole))
