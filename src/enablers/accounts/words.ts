/** What accounts say to people. Screens say tú. */
export const words = {
  question:      { es: 'Escribe con números cuánto es {a} más {b}', en: 'Write in figures how much {a} plus {b} is' },
  // Messages. No names, no RUN: whoever holds the telephone may be somebody else.
  msgConfirm:    { es: 'Ventanilla: tu código para confirmar este contacto es {digits}. Vence en 5 minutos. Nadie te lo pedirá por teléfono.', en: 'Ventanilla: your code to confirm this contact is {digits}. It lasts 5 minutes. Nobody will ask you for it by telephone.' },
  msgRecover:    { es: 'Ventanilla: tu código para recuperar tu cuenta es {digits}. Vence en 10 minutos. Si no lo pediste, no lo digas a nadie.', en: 'Ventanilla: your code to recover your account is {digits}. It lasts 10 minutes. If you did not ask for it, tell it to nobody.' },
  msgChanged:    { es: 'Ventanilla: se agregó un contacto a tu cuenta. Recibirá códigos en 24 horas. Si no fuiste tú, entra a tu cuenta y quítalo, o pide ayuda en una oficina.', en: 'Ventanilla: a contact was added to your account. Codes go to it in 24 hours. If it was not you, sign in and remove it, or ask for help at an office.' },
  msgRemoved:    { es: 'Ventanilla: se quitó un contacto de tu cuenta. Si no fuiste tú, pide ayuda en una oficina.', en: 'Ventanilla: a contact was removed from your account. If it was not you, ask for help at an office.' },
  msgPassword:   { es: 'Ventanilla: cambió la clave de tu cuenta y se cerraron tus sesiones. Si no fuiste tú, pide ayuda en una oficina.', en: 'Ventanilla: the password of your account changed and your sessions were closed. If it was not you, ask for help at an office.' },
  msgRecovered:  { es: 'Ventanilla: alguien recuperó tu cuenta con un código y se cerraron tus sesiones. Si no fuiste tú, pide ayuda en una oficina.', en: 'Ventanilla: somebody recovered your account with a code and your sessions were closed. If it was not you, ask for help at an office.' },
  msgActivated:  { es: 'Ventanilla: tu cuenta está activa. Si no fuiste tú, pide ayuda en una oficina.', en: 'Ventanilla: your account is active. If it was not you, ask for help at an office.' },
  msgFactor:     { es: 'Ventanilla: cambió la forma de entrar a tu cuenta. Si no fuiste tú, pide ayuda en una oficina.', en: 'Ventanilla: a way to sign in to your account changed. If it was not you, ask for help at an office.' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }
export type Word = keyof typeof words
export const say = (word: Word, lang: string, values: { readonly [name: string]: string } = {}): string => words[word][lang === 'en' ? 'en' : 'es'].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
