/** What the survey says to people. Screens and chats say tú. */
export const words = {
  title:    { es: '¿Cómo te fue?',                        en: 'How did it go?' },
  lead:     { es: 'Tres preguntas. Tu respuesta no lleva tu nombre y quien te atendió no la ve.', en: 'Three questions. Your answer does not carry your name, and whoever served you does not see it.' },
  score:    { es: '¿Qué nota le pones, de 1 a 7?',        en: 'What mark do you give it, from 1 to 7?' },
  scoreHint: { es: '1 es muy mala y 7 es excelente.',     en: '1 is very bad and 7 is excellent.' },
  resolved: { es: '¿Pudiste resolver lo que necesitabas?', en: 'Could you get done what you needed?' },
  yes:      { es: 'Sí',                                   en: 'Yes' },
  partly:   { es: 'En parte',                             en: 'Partly' },
  no:       { es: 'No',                                   en: 'No' },
  ease:     { es: '¿Qué tan fácil fue, de 1 a 7?',        en: 'How easy was it, from 1 to 7?' },
  easeHint: { es: '1 es muy difícil y 7 es muy fácil.',   en: '1 is very hard and 7 is very easy.' },
  send:     { es: 'Enviar mi opinión',                    en: 'Send my opinion' },
  choose:   { es: 'Elige una opción.',                    en: 'Choose an option.' },
  problem:  { es: 'Falta algo',                           en: 'Something is missing' },
  error:    { es: 'Error',                                en: 'Error' },
  thanks:   { es: 'Gracias por tu opinión',               en: 'Thank you for your opinion' },
  thanksText: { es: 'La usamos para mejorar este servicio en todos sus canales. Si cambias de opinión, puedes responder de nuevo.', en: 'We use it to make this service better in all its channels. If you change your mind, you can answer again.' },
  back:     { es: 'Ver tu trámite',                       en: 'See your application' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }
export type Word = keyof typeof words
export const say = (word: Word, lang: string): string => words[word][lang === 'en' ? 'en' : 'es']
