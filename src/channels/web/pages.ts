/** The short pages about the site itself, Spanish and English side by side: what is true today, and what is not yet. A table of words. */
type Both = { readonly es: string; readonly en: string }
export type InfoPage = { readonly path: string; readonly title: Both; readonly lead: Both; readonly parts: readonly { readonly title: Both; readonly text: readonly Both[]; /** Pages of ours where it goes on. */ readonly links?: readonly { readonly path: string; readonly text: Both }[] }[] }

export const infoPages: readonly InfoPage[] = [
  {
    path: '/ayuda',
    title: { es: 'Ayuda', en: 'Help' },
    lead: { es: 'Cómo empezar, parar, seguir y terminar un trámite.', en: 'How to start, stop, go on with and finish an application.' },
    parts: [
      { title: { es: 'Encuentra tu trámite', en: 'Find your service' }, text: [
        { es: 'Busca con tus palabras en la página de inicio. No importan las tildes ni los errores pequeños.', en: 'Search in your own words on the home page. Accents and small mistakes do not matter.' },
        { es: 'Cada trámite dice qué es, quién puede pedirlo, cuánto cuesta, cuánto tarda y en qué canales se hace.', en: 'Each service says what it is, who may apply, what it costs, how long it takes and in which channels it is done.' }] },
      { title: { es: 'Para y sigue después', en: 'Stop and go on later' }, text: [
        { es: 'Cada respuesta se guarda al continuar. Puedes cerrar la página cuando quieras.', en: 'Each answer is saved when you continue. You can close the page at any time.' },
        { es: 'Si entraste con tu identidad, vuelve por «Mis trámites». Si no, usa «Seguir un trámite» con tu código y tu PIN.', en: 'If you signed in, come back through “My services”. If not, use “Continue” with your code and PIN.' },
        { es: 'Tienes 5 intentos para el PIN. Después, ese trámite se abre solo con tu identidad.', en: 'You have 5 tries for the PIN. After that, it opens only when you sign in.' }] },
      { title: { es: 'Corrige un dato', en: 'Correct something' }, text: [
        { es: 'Antes de enviar, cambia cualquier respuesta en «Revisa tus respuestas». Si un registro tiene un error, elige «Avisar error».', en: 'Before sending, change any answer in “Check your answers”. If a register has a mistake, choose “Report a mistake”.' },
        { es: 'Después de enviar, pide la corrección a la institución con el código de tu trámite.', en: 'After sending, ask the institution for the correction and give your journey code.' }] },
      { title: { es: 'Verifica un documento', en: 'Check a document' }, text: [
        { es: 'Cada certificado tiene un folio y un código QR. Cualquiera comprueba con ellos si el documento es auténtico, sin entrar con su identidad.', en: 'Every certificate has a folio and a QR code. Anyone can use them to check that the document is genuine, without signing in.' }] },
    ],
  },
  {
    path: '/accesibilidad',
    title: { es: 'Accesibilidad', en: 'Accessibility' },
    lead: { es: 'Queremos que cualquier persona haga aquí su trámite, con cualquier equipo.', en: 'We want anyone to be able to apply here, with any device.' },
    parts: [
      { title: { es: 'Qué cumplimos', en: 'What we meet' }, text: [
        { es: 'Seguimos las pautas WCAG 2.2, nivel AA. Una prueba automática revisa cada página en español y en inglés, en pantalla angosta y ancha.', en: 'We follow WCAG 2.2, level AA. An automatic test checks every page in Spanish and English, on narrow and wide screens.' },
        { es: 'Todo funciona con teclado, sin JavaScript y con el texto al 200%.', en: 'Everything works with a keyboard, without JavaScript and with text at 200%.' }] },
      { title: { es: 'Qué falta', en: 'What is still missing' }, text: [
        { es: 'Todavía no probamos con personas que usan lector de pantalla, lupa o control por voz. Una prueba automática no encuentra todo.', en: 'We have not yet tested with people who use a screen reader, a magnifier or voice control. An automatic test does not find everything.' },
        { es: 'Las páginas aún no tienen lengua de señas ni lectura fácil.', en: 'The pages have no sign language or easy-read version yet.' }] },
      { title: { es: 'Si algo no te funciona', en: 'If something does not work for you' }, text: [
        { es: 'Haz el trámite por otro canal con tu código: no repites lo ya respondido. Cuéntale a la institución qué falló.', en: 'Apply through another channel with your code: you repeat nothing you already answered. Tell the institution what failed.' }] },
    ],
  },
  {
    path: '/privacidad',
    title: { es: 'Privacidad', en: 'Privacy' },
    lead: { es: 'Qué guardamos de ti, para qué y quién lo ve.', en: 'What we keep about you, what for and who sees it.' },
    parts: [
      { title: { es: 'Qué guardamos', en: 'What we keep' }, text: [
        { es: 'Guardamos las respuestas de tus trámites y lo que traemos de los registros, cifrado. Cada respuesta dice de dónde viene y cuándo llegó.', en: 'We keep your answers and what we bring from registers, encrypted. Each answer says where it comes from and when it arrived.' },
        { es: 'Un trámite sin enviar se borra solo después de su plazo, que la página «Parar y seguir después» muestra. También puedes borrarlo tú.', en: 'An application that is not sent is erased after its term, shown on the page “Stop and go on later”. You can also delete it yourself.' },
        { es: 'Una solicitud enviada forma un expediente y la ley obliga a conservarlo.', en: 'An application that is sent becomes a file that the law requires us to keep.' }] },
      { title: { es: 'Quién lo ve', en: 'Who sees it' }, text: [
        { es: 'Lo ven tú y la institución que decide tu solicitud. El código de un trámite no basta para abrirlo.', en: 'You see it, and so does the institution that decides your application. The code alone does not open it.' },
        { es: 'Consultamos un registro solo para el trámite que estás haciendo y queda anotado en su historia. Un dato sensible se consulta solo con tu autorización.', en: 'We consult a register only for the application you are making and note it in its history. Sensitive data are consulted only with your permission.' }] },
      { title: { es: 'Tus derechos', en: 'Your rights' }, text: [
        { es: 'Puedes ver tus datos, llevarte una copia, y pedir que se corrijan, se bloqueen o se borren. También por teléfono o en un mesón.', en: 'You can see your data, take a copy, and ask for them to be corrected, blocked or erased. Also by telephone or at a counter.' }],
        links: [{ path: '/mi-cuenta/privacidad', text: { es: 'Tus datos personales', en: 'Your personal data' } }, { path: '/registro-de-tratamientos', text: { es: 'Registro de tratamientos: qué datos usa cada trámite', en: 'Register of processing activities: which data each service uses' } }, { path: '/avisos-de-seguridad', text: { es: 'Avisos de seguridad', en: 'Security notices' } }] },
      { title: { es: 'Cookies', en: 'Cookies' }, text: [
        { es: 'Usamos solo las necesarias: tu sesión, este navegador y, por quince minutos, el PIN que acabas de recibir. Ninguna sirve para publicidad ni para seguirte.', en: 'We use only the necessary ones: your session, this browser and, for fifteen minutes, the PIN you just received. None is for advertising or tracking.' }] },
    ],
  },
  {
    path: '/como-lo-hacemos',
    title: { es: 'Cómo lo hacemos', en: 'How we do it' },
    lead: { es: 'Tres promesas y cómo comprobarlas.', en: 'Three promises, and how to check them.' },
    parts: [
      { title: { es: 'Se define una vez', en: 'Defined once' }, text: [
        { es: 'Cada trámite es un archivo de datos público, con sus preguntas, reglas y normas. Todos los canales leen el mismo archivo.', en: 'Each service is one public file of data, with its questions, rules and law. Every channel reads the same file.' }] },
      { title: { es: 'Un solo trámite, por cualquier canal', en: 'One journey, in any channel' }, text: [
        { es: 'Empiezas en uno y sigues en otro. Si dos personas escriben a la vez, te mostramos el cambio y nadie borra lo del otro sin saberlo.', en: 'You start in one and go on in another. If two people write at once, we show the change and nobody erases the other’s work unknowingly.' }] },
      { title: { es: 'Todo queda anotado', en: 'Everything is recorded' }, text: [
        { es: 'Cada paso es un registro que se encadena con el anterior. Quien altera uno rompe la cadena, y eso se puede comprobar desde fuera.', en: 'Each step is a record chained to the one before. Whoever alters one breaks the chain, and that can be checked from outside.' }] },
      { title: { es: 'Qué es esta demostración', en: 'What this demonstration is' }, text: [
        { es: 'Los trámites y las normas son reales. Las personas son ficticias, los registros son de prueba y los documentos no tienen valor legal. Todavía no hay firma electrónica avanzada.', en: 'The services and the laws are real. The people are fictional, the registers are for testing and the documents have no legal value. There is no advanced electronic signature yet.' }] },
    ],
  },
]
