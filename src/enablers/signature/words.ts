/** What signing says to people. Screens say tú. */
export const words = {
  title:    { es: 'Firma tu solicitud',                  en: 'Sign your application' },
  lead:     { es: 'Tu solicitud está recibida. Sigue su curso cuando la firmes.', en: 'We have your application. It goes on when you sign it.' },
  service:  { es: 'Trámite',                             en: 'Service' },
  code:     { es: 'Código',                              en: 'Code' },
  sent:     { es: 'Enviada',                             en: 'Sent' },
  print:    { es: 'Huella de lo que firmas',             en: 'Fingerprint of what you sign' },
  answers:  { es: 'Ver lo que vas a firmar',             en: 'See what you are about to sign' },
  sign:     { es: 'Firmar',                              en: 'Sign' },
  demo:     { es: 'Demostración: la firma se hace con una clave de prueba y no tiene valor legal.', en: 'Demonstration: the signature is made with a test key and has no legal value.' },
  down:     { es: 'El servicio de firma no responde y tu solicitud no quedó firmada. Lo enviado sigue guardado: prueba otra vez en unos minutos.', en: 'The signing service does not answer and your application is not signed. What you sent is kept: try again in a few minutes.' },
  done:     { es: 'Tu solicitud está firmada',           en: 'Your application is signed' },
  signedOut: { es: 'Entraste solo para firmar, así que cerramos tu sesión.', en: 'You signed in only to sign this, so we signed you out.' },
  goesOn:   { es: 'En unos segundos la cerramos también en ClaveÚnica.', en: 'In a few seconds we sign you out of ClaveÚnica too.' },
  goOut:    { es: 'Cerrar también en ClaveÚnica',        en: 'Sign out of ClaveÚnica too' },
  enterAgain: { es: 'Entrar para ver tu trámite',        en: 'Sign in to see your application' },
  signedAt: { es: 'Firmada',                             en: 'Signed' },
  nothing:  { es: 'No hay nada que firmar',              en: 'There is nothing to sign' },
  nothingText: { es: 'Este trámite no espera una firma tuya.', en: 'This application waits for no signature from you.' },
  back:     { es: 'Ver tu trámite',                      en: 'See your application' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }
export type Word = keyof typeof words
export const say = (word: Word, lang: string): string => words[word][lang === 'en' ? 'en' : 'es']
