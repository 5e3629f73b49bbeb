/** What identity says to people. Screens say tú. */
export const words = {
  enterTitle:     { es: 'Entra con tu identidad',              en: 'Sign in' },
  enterLead:      { es: 'Elige una persona ficticia para probar. No necesitas clave.', en: 'Choose a fictional person to try. You need no password.' },
  demoTitle:      { es: 'Demostración: esta entrada no identifica a nadie', en: 'Demonstration: this sign-in identifies nobody' },
  demoText:       { es: 'En un servicio real entras con ClaveÚnica, la identidad digital del Estado. Aquí todas las personas y sus datos son inventados.',
                    en: 'In a real service you sign in with ClaveÚnica, the digital identity of the State. Here all people and their data are invented.' },
  enterAs:        { es: 'Entrar con esta identidad',           en: 'Sign in as this person' },
  levelSummary:   { es: 'Elegir otro nivel de seguridad',      en: 'Choose another level of assurance' },
  levelLegend:    { es: '¿Con qué nivel de seguridad entras?', en: 'At which level of assurance do you sign in?' },
  level3:         { es: 'Nivel 3: ClaveÚnica',                 en: 'Level 3: ClaveÚnica' },
  level3Hint:     { es: 'Permite todo: ver tus datos, firmar y enviar.', en: 'Allows everything: see your data, sign and send.' },
  level2:         { es: 'Nivel 2: contacto verificado',        en: 'Level 2: verified contact' },
  level2Hint:     { es: 'Un código llegó a tu teléfono. Algunos pasos piden el nivel 3.', en: 'A code reached your telephone. Some steps ask for level 3.' },
  level1:         { es: 'Nivel 1: identidad declarada',        en: 'Level 1: claimed identity' },
  level1Hint:     { es: 'Dices quién eres y nadie lo comprueba. No ves datos guardados.', en: 'You say who you are and nobody checks it. You see no stored data.' },
  already:        { es: 'Entraste como {names}, con nivel {level}.', en: 'You are signed in as {names}, at level {level}.' },
  alreadyText:    { es: 'Elige la misma persona para subir de nivel u otra para cambiar.', en: 'Choose the same person to reach a higher level, or another one to change.' },
  downTitle:      { es: 'La identificación no responde',       en: 'Sign-in is not answering' },
  downText:       { es: 'No es un error tuyo. Lo que guardaste sigue guardado y quienes ya entraron pueden seguir. Prueba otra vez en unos minutos.',
                    en: 'It is not your mistake. What you saved is still saved, and those already signed in can go on. Try again in a few minutes.' },
  downResume:     { es: 'Seguir un trámite con su código y PIN', en: 'Continue with a code and PIN' },
  downServices:   { es: 'Ver trámites que no piden identidad', en: 'See services that ask for no sign-in' },
  insecureTitle:  { es: 'Esta dirección no es segura',         en: 'This address is not secure' },
  insecureText:   { es: 'El navegador no guardará tu sesión, porque la dirección no empieza con https. Usa la dirección segura del servicio.',
                    en: 'Your browser will not keep your session, because the address does not begin with https. Use the secure address of the service.' },
  leaveTitle:     { es: '¿Quieres salir?',                     en: 'Do you want to sign out?' },
  leaveText:      { es: 'Lo que guardaste sigue guardado. Este navegador olvida tus trámites abiertos.', en: 'What you saved is still saved. This browser forgets your open journeys.' },
  leave:          { es: 'Salir',                               en: 'Sign out' },
  back:           { es: 'Volver',                              en: 'Back' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }

export type Word = keyof typeof words
/** `{name}` in a text is replaced by the value of that name. */
export const say = (key: Word, lang: string, values: { readonly [name: string]: string } = {}): string =>
  words[key][lang === 'en' ? 'en' : 'es'].replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
