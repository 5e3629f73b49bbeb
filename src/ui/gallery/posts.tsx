import { Bubble, Button, Buttons, Card, document, Form, Heading, Key, Levels, Rights, SayAloud, Stage, SummaryList, Talk, TalkNote, TextArea, Workspace } from '../index.ts'
import { inFrame } from './frame.tsx'

/** Somebody at a telephone, and what she says aloud. */
const agent = inFrame('Bono de apoyo al cuidado', <Workspace
  left={<Card title="Rosa Núñez"><Levels label="Nivel de esta llamada" steps={[{ text: 'T0', state: 'done' }, { text: 'T1', state: 'done' }, { text: 'T2', state: 'now' }, { text: 'T3', state: 'next' }]} /><Rights items={[{ text: 'Leer sus respuestas', may: true, word: 'Puedes:' }, { text: 'Leer datos de los registros', may: false, word: 'No puedes:' }]} /></Card>}
  right={<Card title="Si se corta"><p>La solicitud queda en esta pregunta.</p></Card>}>
  <Heading>Bono de apoyo al cuidado</Heading>
  <SayAloud label="Di esto"><p>«¿Cuántas horas al día cuidas?»</p></SayAloud>
  <SayAloud back label="Lee de vuelta y espera el sí"><p>«Más de ocho horas. ¿Está bien?»</p></SayAloud>
  <p class="vn-keys"><span><Key>F2</Key> por qué</span></p>
</Workspace>)
/** The screen turned to whoever is attended; and the one that waits for a post. */
const mirror = document({
  lang: 'es', title: '¿Está bien?', siteName: 'Ventanilla', home: '/', skip: 'Saltar al contenido', nav: { label: 'Principal', items: [] }, footer: { label: 'Pie', items: [] }, languages: [{ lang: 'en', href: '/en/espejo', text: 'English' }], languagesLabel: 'Idioma', stage: { language: 'Español' },
  body: <Stage kind="mirror" head={<p>Te atiende <strong>Pablo Reyes</strong></p>} icon="eye" note="Esta pantalla muestra solo tu trámite.">
    <Heading>¿Está bien lo que Pablo escribió?</Heading>
    <SummaryList rows={[{ key: 'Cuándo', value: <span class="vn-live">18/11/2026</span> }]} />
    <Buttons><Button icon="check">Sí, está bien</Button></Buttons>
    <p class="vn-code vn-digits" translate={false}>123 456</p>
    <p class="vn-noscript"><Button kind="quiet" href="/espejo" icon="retry">Actualizar</Button></p>
  </Stage>,
})
/** What is printed at a counter, on a sheet and on a roll. */
const printed = inFrame('Comprobante', <>
  <Heading>Comprobante</Heading>
  <div class="vn-print__tools"><Button>Imprimir</Button></div>
  <article class="vn-receipt vn-receipt--80" aria-label="Comprobante"><div class="vn-receipt__code"><div><p>Código</p><p><strong class="vn-code vn-receipt__ticket" translate={false}>K7M-4XR-9TC</strong></p></div></div></article>
</>)
/** A conversation in writing. */
const talk = inFrame('Chat', <>
  <Heading>Chat</Heading>
  <Talk label="Conversación"><TalkNote>Luis entró a la conversación.</TalkNote><Bubble who="Ventanilla" loud="¿Con qué calefaccionas tu hogar?" foot="10:31"><p>Elige una opción.</p></Bubble><Bubble mine who="Tú"><p>Leña</p></Bubble></Talk>
  <div class="vn-composer"><Form action="/chat" token="t0"><TextArea name="mensaje" label="Tu mensaje" /><Buttons><Button>Enviar</Button></Buttons></Form></div>
</>)
export const posts = { agent, mirror, printed, talk } as const
