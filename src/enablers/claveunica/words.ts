/** What the sign-in with password says. Screens say tú. */
export const words = {
  title:    { es: 'Entra con tu clave',                 en: 'Sign in with your password' },
  lead:     { es: '{app} te pide entrar para saber quién eres.', en: '{app} asks you to sign in to know who you are.' },
  demo:     { es: 'Demostración: no es ClaveÚnica ni escribas aquí tu clave verdadera.', en: 'Demonstration: this is not ClaveÚnica; do not type your real password here.' },
  run:      { es: 'RUN',                                en: 'RUN' },
  runHint:  { es: 'Por ejemplo, 44.444.444-4.',         en: 'For example, 44.444.444-4.' },
  password: { es: 'Clave',                              en: 'Password' },
  enter:    { es: 'Entrar',                             en: 'Sign in' },
  wrong:    { es: 'El RUN o la clave no coinciden. Revisa los dos y prueba otra vez.', en: 'The RUN and the password do not match. Check both and try again.' },
  locked:   { es: 'Hubo muchos intentos con este RUN. Espera {minutes} minutos y prueba otra vez.', en: 'There were many tries with this RUN. Wait {minutes} minutes and try again.' },
  busy:     { es: 'Estamos recibiendo muchas visitas. Espera {seconds} segundos y prueba otra vez. Tu RUN sigue escrito.', en: 'We are very busy. Wait {seconds} seconds and try again. Your RUN is still there.' },
  down:     { es: 'Ahora no podemos comprobar quién eres. No es un error tuyo. Tu RUN sigue escrito: espera unos minutos y prueba otra vez.', en: 'We cannot check who you are now. It is not your mistake. Your RUN is still there: wait a few minutes and try again.' },
  problem:  { es: 'No pudimos entrar',                  en: 'We could not sign you in' },
  error:    { es: 'Error',                              en: 'Error' },
  cancel:   { es: 'Volver sin entrar',                  en: 'Go back without signing in' },
  badTitle: { es: 'Esta aplicación no puede pedirte que entres', en: 'This application cannot ask you to sign in' },
  bad_client:   { es: 'No conocemos la aplicación que te trajo aquí. Avísale a la institución.', en: 'We do not know the application that brought you here. Tell the institution.' },
  bad_redirect: { es: 'La dirección a la que quiere volver no es la que registró. Avísale a la institución.', en: 'The address it wants to return to is not the one it registered. Tell the institution.' },
  bad_type:     { es: 'Pide algo que este servicio no da (response_type). Avísale a la institución.', en: 'It asks for something this service does not give (response_type). Tell the institution.' },
  bad_scope:    { es: 'Pide datos que este servicio no da (scope). Avísale a la institución.', en: 'It asks for data this service does not give (scope). Tell the institution.' },
  bad_state:    { es: 'Falta la protección de tu sesión (state de 30 caracteres o más). Avísale a la institución.', en: 'The protection of your session is missing (a state of 30 characters or more). Tell the institution.' },
  bad_blocked:  { es: 'Todavía no está certificada, o su permiso fue retirado. Avísale a la institución.', en: 'It is not certified yet, or its permission was withdrawn. Tell the institution.' },
  bye:      { es: 'Cerraste la sesión.',                en: 'You signed out.' },
} as const satisfies { readonly [key: string]: { readonly es: string; readonly en: string } }
export type Word = keyof typeof words
export const say = (word: Word, lang: string, values: { readonly [name: string]: string } = {}): string => words[word][lang === 'en' ? 'en' : 'es'].replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
