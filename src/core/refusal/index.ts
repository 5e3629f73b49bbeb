/**
 * Every way the system says no to a person: one line each, a closed union. Status is the HTTP status (RFC 9110) a
 * channel over HTTP answers with; wording says what to do. docs/errors.md lists the same codes; a test ties them.
 */
export const refusals = {
  'not-found':            { status: 404, es: 'No encontramos lo que buscas. Revisa la dirección o el código.',                       en: 'We could not find that. Check the address or the code.' },
  'sign-in-needed':       { status: 401, es: 'Entra con tu identidad para seguir. Lo que escribiste queda guardado.',                en: 'Sign in to go on. What you wrote is kept.' },
  'assurance-too-low':    { status: 403, es: 'Este paso pide una identificación más segura. Entra con tu identidad para seguir.',    en: 'This step needs a stronger sign-in. Sign in to go on.' },
  'not-allowed':          { status: 403, es: 'No tienes permiso para hacer esto. Si crees que es un error, pide ayuda.',             en: 'You are not allowed to do this. If you think this is wrong, ask for help.' },
  'mandate-limited':      { status: 403, es: 'Tu mandato no alcanza para esto. La persona que representas puede hacerlo, o darte un mandato más amplio.', en: 'Your mandate does not reach this far. The person you act for can do it, or give you a wider one.' },
  'mandate-not-allowed':  { status: 403, es: 'Este trámite solo lo hace la persona misma, sin representante. Deja de actuar por ella para seguir.',   en: 'Only the person herself may do this service, nobody for her. Stop acting for her to go on.' },
  'form-expired':         { status: 403, es: 'La página estuvo abierta mucho tiempo. Revisa lo que escribiste y envíalo otra vez.',  en: 'The page was open for too long. Check what you wrote and send it again.' },
  'service-unknown':      { status: 404, es: 'Este trámite no existe o ya no se ofrece. Búscalo por su nombre.',                     en: 'This service does not exist or is no longer offered. Search for it by name.' },
  'question-not-asked':   { status: 409, es: 'Esta pregunta no corresponde según tus respuestas. Sigue con la que te mostramos.',    en: 'Your answers mean this question does not apply. Go on with the one we show.' },
  'answer-invalid':       { status: 422, es: 'Hay un problema con la respuesta. Corrígela y envíala otra vez.',                      en: 'There is a problem with the answer. Correct it and send it again.' },
  'answer-changed':       { status: 409, es: 'Esta respuesta cambió mientras la editabas. Mira el nuevo valor y decide cuál vale.',  en: 'This answer changed while you were editing it. Look at the new value and decide which one is right.' },
  'summary-changed':      { status: 409, es: 'Tus respuestas cambiaron después de que las revisaste. Revísalas otra vez.',           en: 'Your answers changed after you checked them. Check them again.' },
  'confirmation-needed':  { status: 409, es: 'Falta que la persona confirme lo que se va a enviar, tal como está ahora. Muéstraselo o léeselo y espera su respuesta.', en: 'The person has yet to confirm what will be sent, as it stands now. Show it or read it to her and wait for her answer.' },
  'answers-missing':      { status: 409, es: 'Faltan respuestas. Complétalas para enviar.',                                          en: 'Some answers are missing. Complete them to send.' },
  'not-eligible':         { status: 409, es: 'Según tus respuestas, este trámite no te corresponde. Mira las razones y alternativas.', en: 'Your answers mean this service is not for you. See the reasons and the alternatives.' },
  'already-submitted':    { status: 409, es: 'Este trámite ya fue enviado. Revisa su estado en Mis trámites.',                       en: 'This has already been sent. See its state in My services.' },
  'not-submitted':        { status: 409, es: 'Este trámite todavía no se envía. Complétalo y envíalo.',                              en: 'This has not been sent yet. Complete it and send it.' },
  'journey-ended':        { status: 410, es: 'Este trámite expiró o fue borrado. Puedes empezar uno nuevo.',                         en: 'This has expired or was deleted. You can start a new one.' },
  'key-reused':           { status: 409, es: 'Esa clave de repetición ya se usó con otro contenido. Usa una clave nueva.',           en: 'That idempotency key was used with other content. Use a new key.' },
  'key-missing':          { status: 400, es: 'Falta el encabezado Idempotency-Key. Envía una clave única por pedido.',               en: 'The Idempotency-Key header is missing. Send one unique key per request.' },
  'code-or-pin-wrong':    { status: 403, es: 'El código y el PIN no coinciden. Revisa los dos; tienes 5 intentos.',                  en: 'The code and the PIN do not match. Check both; you have 5 tries.' },
  'too-many-tries':       { status: 429, es: 'Hubo demasiados intentos. Espera el tiempo indicado y prueba otra vez.',               en: 'There were too many tries. Wait as shown and try again.' },
  'busy':                 { status: 503, es: 'Estamos recibiendo muchas visitas. Espera un momento y prueba otra vez.',              en: 'We are very busy. Wait a moment and try again.' },
  'identity-down':        { status: 503, es: 'Ahora no podemos comprobar quién eres. No es un error tuyo: prueba otra vez en unos minutos. Lo que guardaste sigue guardado.', en: 'We cannot check who you are now. It is not your mistake: try again in a few minutes. What you saved is still saved.' },
  'file-too-large':       { status: 413, es: 'El archivo es muy grande. Adjunta uno de hasta 10 MB.',                                en: 'The file is too large. Attach one of up to 10 MB.' },
  'file-type-refused':    { status: 415, es: 'Ese tipo de archivo no se acepta. Adjunta un PDF, JPG o PNG.',                         en: 'That kind of file is not accepted. Attach a PDF, JPG or PNG.' },
  'files-too-many':       { status: 422, es: 'Adjuntaste demasiados archivos. Borra alguno y prueba otra vez.',                      en: 'Too many files are attached. Remove one and try again.' },
  'definition-refused':   { status: 422, es: 'La definición del trámite tiene errores. Corrige los que se indican.',                 en: 'The service definition has errors. Correct those listed.' },
  'version-published':    { status: 409, es: 'Esa versión ya está publicada y no cambia. Publica con un número nuevo.',              en: 'That version is published and cannot change. Publish under a new number.' },
  'attention-needed':     { status: 403, es: 'Para ver datos de una persona abre una atención: elige el contacto y el motivo.',       en: 'To see a person’s data, open an attention: choose the contact and the reason.' },
  'contact-taken':        { status: 409, es: 'Otra persona del equipo ya tomó este contacto. Elige otro de la lista.',               en: 'A colleague has already taken this contact. Choose another from the list.' },
  'contact-ended':        { status: 409, es: 'Este contacto ya terminó. Abre uno nuevo para seguir.',                                en: 'This contact has ended. Open a new one to go on.' },
  'consent-refused':      { status: 403, es: 'La persona no dio permiso, o pasó el tiempo. Puedes pedírselo otra vez.',              en: 'The person did not give permission, or time ran out. You can ask again.' },
  'otp-wrong':            { status: 403, es: 'Los seis dígitos no coinciden o vencieron. Pide otros y prueba otra vez.',             en: 'The six digits do not match or have expired. Ask for new ones and try again.' },
  'link-stale':           { status: 410, es: 'Este enlace ya se usó, venció o no es para ti. Pide otro para seguir.',                    en: 'This link was used, has expired or is not for you. Ask for another to go on.' },
  'signature-wrong':      { status: 401, es: 'La firma de este aviso no calza o llegó tarde. Revisa la clave y el reloj de quien lo envía.',                  en: 'The signature of this message does not fit or came late. Check the sender’s secret and clock.' },
  'data-blocked':         { status: 403, es: 'Su titular pidió bloquear estos datos. Mientras dure, solo los ve quien la ley nombra.',       en: 'Their holder had these data blocked. Meanwhile only those the law names may see them.' },
  'case-provisional':     { status: 409, es: 'Falta verificar quién envió esta solicitud. Mientras tanto no se puede resolver: verifica a la persona primero.', en: 'Who sent this application is still to be verified. Until then it cannot be decided: verify the person first.' },
  'bad-request':          { status: 400, es: 'El pedido no se entiende. Revisa el formato.',                                         en: 'The request is not understood. Check its format.' },
} as const satisfies Record<string, { status: number; es: string; en: string }>

export type RefusalCode = keyof typeof refusals
/** An expected no. `detail` is data for the channel's wording (who changed it, which facts, seconds to wait); never personal data in logs. */
export type Refusal = { readonly ok: false; readonly refusal: RefusalCode; readonly detail?: unknown }
export type Outcome<T> = { readonly ok: true; readonly value: T } | Refusal
export const yes = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })
export const no = (refusal: RefusalCode, detail?: unknown): Refusal => (detail === undefined ? { ok: false, refusal } : { ok: false, refusal, detail })
