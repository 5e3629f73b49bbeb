/** What paying says to people. Screens say tú. */
export const words = {
  title:    { es: 'Paga tu trámite',                     en: 'Pay for your application' },
  lead:     { es: 'Tu solicitud está recibida. Sigue su curso cuando pagues.', en: 'We have your application. It goes on when you pay.' },
  service:  { es: 'Trámite',                             en: 'Service' },
  code:     { es: 'Código',                              en: 'Code' },
  amount:   { es: 'Valor',                               en: 'Amount' },
  receipt:  { es: 'Número de pago',                      en: 'Payment number' },
  pay:      { es: 'Pagar {amount}',                      en: 'Pay {amount}' },
  demo:     { es: 'Demostración: no se cobra nada ni se piden datos de tu tarjeta.', en: 'Demonstration: nothing is charged and no card details are asked for.' },
  tryOther: { es: 'Probar otras respuestas del medio de pago', en: 'Try other answers of the payment service' },
  refuse:   { es: 'Probar un pago rechazado',            en: 'Try a refused payment' },
  unknown:  { es: 'Probar un pago sin respuesta',        en: 'Try a payment without an answer' },
  refused:  { es: 'El pago fue rechazado y no se cobró nada. Puedes probar otra vez o con otro medio.', en: 'The payment was refused and nothing was charged. You can try again or pay another way.' },
  noAnswer: { es: 'El medio de pago no respondió y todavía no sabemos si te cobró. No pagues de nuevo por otra vía: al tocar «Pagar» aquí preguntamos por este mismo pago y no se cobra dos veces.', en: 'The payment service did not answer and we do not know yet if you were charged. Do not pay again elsewhere: «Pay» here asks about this same payment and never charges twice.' },
  paid:     { es: 'Tu pago está hecho',                  en: 'Your payment is done' },
  nothing:  { es: 'No hay nada que pagar',               en: 'There is nothing to pay' },
  nothingText: { es: 'Este trámite no espera un pago tuyo.', en: 'This application waits for no payment from you.' },
  back:     { es: 'Ver tu trámite',                      en: 'See your application' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }
export type Word = keyof typeof words
export const say = (word: Word, lang: string, values: { readonly [name: string]: string } = {}): string =>
  words[word][lang === 'en' ? 'en' : 'es'].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
