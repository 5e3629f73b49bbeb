import type { VNode } from 'preact'
import {
  ArchCards, Aside, BackLink, Breadcrumbs, Button, Buttons, Card, CardList, ChannelTable, type ChannelRow, ClaveUnicaButton, Columns, Cord, DataUses, DateInput, Details, ErrorSummary, FactCard, Form, Grid, Heading, Hero, Input, Inset, KeyFigures,
  Lead, LinkTo, List, Notice, QrCode, Radios, Receipt, Row, Score, SearchBox, Section, ServiceCard, Steps, SubNav, SummaryList, Tag, Text, Code, Width, Verdict, Digest,
} from '../index.ts'
import { inFrame } from './frame.tsx'

const journeyCard = (saved: string): VNode => <Aside label="Tu trámite" service="Bono de apoyo al cuidado" codeLabel="Código" code="K7M-4XR-9TC" saved={`Guardado a las ${saved} horas`} heading="Sigue por otro canal"
  text="Di este código al 600 000 0000, en una oficina o en un tótem. No repites lo ya respondido." link={{ href: '/enviar', text: 'Enviarme el código' }} />
const cord = (now: number): VNode => <Steps label="Secciones del trámite" done="lista" of={(n, of, title) => `Sección ${n} de ${of}: ${title}`}
  steps={['Tú', 'A quién cuidas', 'Tu hogar', 'Pago', 'Revisa'].map((title, i) => ({ title, state: i < now ? 'done' as const : i === now ? 'now' as const : 'next' as const }))} />
const service = (title: string, text: string, cost: string, time: string, depth = 'Completo en todos los canales'): VNode =>
  <ServiceCard href="/tramites/x" title={title} text={text} meta={[{ icon: 'cost', text: cost }, { icon: 'time', text: time }, { icon: depth.startsWith('Completo') ? 'good' : 'signpost', text: depth }]} />

const home = inFrame('Ventanilla', <>
  <Hero title="¿Qué necesitas resolver?" lead="Encuentra tu trámite, revisa si te corresponde y hazlo por el canal que te acomode.">
    <SearchBox action="/buscar" name="q" label="Busca un trámite o beneficio" button="Buscar" hint={<>Muy buscados: <LinkTo href="/t/1">bono de cuidado</LinkTo>, <LinkTo href="/t/2">certificado de nacimiento</LinkTo>, <LinkTo href="/t/3">licencia de conducir</LinkTo></>} />
  </Hero>
  <Width>
    <Section id="vida" title="Momentos de la vida" lead="Todo lo que te corresponde hacer y recibir, en orden."><ArchCards items={[
      { href: '/m/1', icon: 'baby', text: 'Nació mi hija o hijo' }, { href: '/m/2', icon: 'heart-handshake', text: 'Cuido a una persona' }, { href: '/m/3', icon: 'briefcase', text: 'Busco trabajo' },
      { href: '/m/4', icon: 'sunset', text: 'Me voy a pensionar' }, { href: '/m/5', icon: 'flower-2', text: 'Murió alguien cercano' }, { href: '/m/6', icon: 'plane-landing', text: 'Llegué a vivir a Chile' },
    ]} /></Section>
    <Card sill><Columns aside={<Form action="/seguir" token="t0"><Input name="codigo" label="Código del trámite" hint="Por ejemplo, K7M-4XR-9TC" code autocomplete="off" autocapitalize="characters" spellcheck={false} after={<Button kind="secondary">Seguir</Button>} /></Form>}>
      <Heading level={2}>Sigue donde quedaste</Heading><Text>Empieza en un canal y termina en otro. Tu código guarda lo que ya respondiste.</Text>
    </Columns></Card>
    <Section id="uso" title="Trámites más usados">
      <CardList>
        {service('Certificado de nacimiento', 'Acredita tu nacimiento y quiénes son tu madre y tu padre.', 'Gratis', '1 minuto')}{service('Bono de apoyo al cuidado', 'Aporte mensual si cuidas sin pago a una persona con dependencia.', 'Gratis', '8 minutos')}
        {service('Certificado de residencia', 'Acredita dónde vives ante una institución.', '$1.050', '4 minutos', 'Completo en línea y oficina')}{service('Renovación de licencia de conducir', 'Reserva hora y junta tus antecedentes antes de ir.', 'Según comuna', '10 minutos', 'Te orienta y deriva')}
      </CardList>
      <p><LinkTo href="/tramites">Ver los 1.425 trámites del registro</LinkTo></p>
    </Section>
    <Section id="canal" title="La misma atención en todos los canales"><Grid items={[
      { icon: 'phone', title: 'Teléfono', children: <Text quiet>600 000 0000. Lunes a viernes, 08:00 a 18:00 horas.</Text> }, { icon: 'counter', title: 'Oficina', children: <Text quiet>254 lugares. <LinkTo href="/oficinas">Buscar la más cercana</LinkTo>.</Text> },
      { icon: 'kiosk', title: 'Tótem y chat', children: <Text quiet>Tótems con audio y letra grande.</Text> }, { icon: 'outreach', title: 'Oficina móvil', children: <Text quiet>Llega a tu localidad, aun sin señal.</Text> },
    ]} /></Section>
  </Width>
</>, { wide: true, known: false, current: 'Trámites' })

const yesNo = (name: string, label: string, chosen: string): VNode => <Radios name={name} label={label} inline items={[{ value: 'si', text: 'Sí', checked: chosen === 'si' }, { value: 'no', text: 'No', checked: chosen === 'no' }]} />
const channels: readonly ChannelRow[] = [
  { icon: 'web', name: 'En línea', depth: 'transact', depthText: 'Completo', note: 'Toma unos 8 minutos', when: 'A toda hora' },
  { icon: 'phone', name: 'Teléfono', depth: 'transact', depthText: 'Completo', note: '600 000 0000. Confirmas en tu celular', when: 'Lunes a viernes, 08:00 a 18:00 horas' },
  { icon: 'institution', name: 'Municipalidad', depth: 'signpost', depthText: 'Te orienta y deriva', note: 'Llevas tu código y una oficina sigue', when: 'Según la comuna' },
  { icon: 'consulate', name: 'Consulado', depth: 'inform', depthText: 'Te informa', note: 'Te explican quién puede pedirlo', when: 'Según el consulado' },
  { icon: 'outreach', name: 'Oficina móvil', depth: 'unknown', depthText: 'No se sabe', when: '' }, { icon: 'letter', name: 'Carta', depth: 'none', depthText: 'No se puede', when: '' },
]
const servicePage = inFrame('Bono de apoyo al cuidado', <>
  <Breadcrumbs label="Estás en" items={[{ href: '/', text: 'Inicio' }, { href: '/m/2', text: 'Cuido a una persona' }, { text: 'Bono de apoyo al cuidado' }]} />
  <Columns intro={<>
    <Heading caption="Instituto de Protección Social">Bono de apoyo al cuidado</Heading><Lead>Un aporte de $45.000 al mes para quienes cuidan, sin pago, a una persona con dependencia.</Lead>
    <Row><Button kind="start" href="/empezar">Empezar el trámite</Button><Text quiet>Si paras, tu avance queda guardado.</Text></Row>
    <p><ClaveUnicaButton href="/entrar/claveunica" /></p>
  </>} aside={<Aside label="En breve" sill link={{ href: '/mandato', text: 'Autorizar a otra persona' }}><KeyFigures items={[
    { key: 'Cuánto cuesta', value: 'Gratis' }, { key: 'Cuánto toma pedirlo', value: '8 minutos', note: 'la mitad de las personas' }, { key: 'Cuándo responden', value: 'En 20 días hábiles', note: 'casi siempre, en 9' }, { key: 'Cómo te identificas', value: 'Clave digital, o cédula en oficina' },
  ]} /></Aside>}>
    <Section id="que" title="Qué es"><Text>Reconoce el trabajo de cuidar en la casa. Se paga 12 meses y se renueva sin volver a pedirlo, si nada cambia. No te quita otros beneficios.</Text></Section>
    <Section id="corresponde" title="Revisa si te corresponde"><Text>No guardamos estas respuestas ni sabemos quién eres.</Text>
      <Form action="/revisa" method="get">
        {yesNo('p1', '¿Cuidas a una persona de tu familia o tu hogar?', 'si')}{yesNo('p2', '¿Recibes un sueldo por cuidarla?', 'no')}{yesNo('p3', '¿La persona tiene credencial de discapacidad o dependencia?', '')}
        <Notice kind="care" icon="question" live><p><strong>Todavía no se sabe.</strong> Cumples 2 de 3 condiciones. Falta saber si la persona tiene credencial.</p></Notice>
        <Buttons><Button kind="secondary">Revisar mis respuestas</Button></Buttons>
      </Form>
    </Section>
    <Section id="necesitas" title="Qué necesitas"><Grid items={[
      { icon: 'good', title: 'Ya lo tiene el Estado', children: <><Text quiet>No lo traigas. Te pedimos solo confirmar.</Text><List items={['Tu nombre y RUN', 'Nacimiento y parentesco']} /></> },
      { icon: 'lift', title: 'Te lo pedimos a ti', children: <><Text quiet>Puedes entregarlo después, en otro canal.</Text><List items={['Horas de cuidado al día', 'Cuenta para recibir el pago']} /></> },
    ]} /></Section>
    <Section id="donde" title="Dónde lo haces"><ChannelTable caption="Canales, hasta dónde llega cada uno y horario" head={['Canal', 'Hasta dónde llega', 'Cuándo']} rows={channels} /></Section>
    <Section id="ley" title="Qué dice la ley"><List items={['Reglamento del bono, artículo 4: quién puede recibirlo.', 'Ley 19.880, artículo 24: plazo de 20 días hábiles para decidir.']} /></Section>
  </Columns>
</>, { current: 'Trámites' })

const question = inFrame('¿Es correcta la fecha de nacimiento de Tomás?', <>
  <BackLink href="/antes" text="Volver" />
  <Columns aside={journeyCard('10:03')}>{cord(1)}
    <Form action="/p/nacimiento" token="t0" hidden={{ seq: '14' }}>
      <Radios name="nacimiento" label="¿Es correcta la fecha de nacimiento de Tomás?" legendAsH1 hint="Ya la tiene el Estado, por eso no te pedimos escribirla ni un certificado." beforeId="fuente"
        before={<FactCard id="fuente" label="Tomás Soto Núñez nació el" value="14/03/2019" source={<><strong>Registro Civil</strong>, consultado el 24/11/2026 a las 10:03 horas solo para este trámite.</>} />}
        items={[{ value: 'si', text: 'Sí, es correcta', checked: true }, { value: 'no', text: 'No, tiene un error', hint: 'Tu trámite sigue. Avisamos al Registro Civil y te contamos.' }]} />
      <Details summary="Por qué lo preguntamos" open><p>El monto cambia si la persona tiene menos de 18 años (reglamento, artículo 6).</p><p>La ven tú y quien decide tu solicitud. Cada consulta queda anotada en tu cuenta.</p></Details>
      <Buttons><Button name="do" value="save">Guardar y continuar</Button><LinkTo href="/parar">Parar y seguir después</LinkTo></Buttons>
    </Form>
  </Columns>
</>)
const questionError = inFrame('Error: ¿Desde cuándo cuidas a Tomás?', <>
  <BackLink href="/antes" text="Volver" />
  <Columns aside={journeyCard('10:03')}>{cord(1)}
    <ErrorSummary title="Falta corregir una respuesta" errors={[{ href: '#f-desde-year', text: 'La fecha debe ser el 24/11/2026 o anterior' }]} />
    <Form action="/p/desde" token="t0">
      <DateInput name="desde" label="¿Desde cuándo cuidas a Tomás?" legendAsH1 hint="Por ejemplo, 05 03 2021. Si no recuerdas el día, escribe 01." error="La fecha debe ser el 24/11/2026 o anterior"
        parts={[{ suffix: 'day', label: 'Día', value: '05' }, { suffix: 'month', label: 'Mes', value: '03' }, { suffix: 'year', label: 'Año', value: '2027', width: 4, wrong: true }]} />
      <Details summary="Por qué lo preguntamos">El bono se paga desde el mes en que empezaste a cuidar.</Details>
      <Buttons><Button name="do" value="save">Guardar y continuar</Button><LinkTo href="/parar">Parar y seguir después</LinkTo></Buttons>
    </Form>
  </Columns>
</>)

const change = (hidden: string, text = 'Cambiar') => [{ href: '/p/x', text, hidden }]
const check = inFrame('Revisa tus respuestas', <>
  <BackLink href="/antes" text="Volver" />
  <Columns aside={journeyCard('10:30')}>{cord(4)}
    <Heading>Revisa tus respuestas</Heading><Lead>Cada respuesta dice de dónde viene y quién la escribió.</Lead>
    <SummaryList title="Tú" rows={[
      { key: 'Nombre', value: 'Rosa Núñez Vera', by: { text: 'Registro Civil', icon: 'register' }, actions: change('en nombre', 'Avisar error') }, { key: 'RUN', value: '41.000.117-9', by: { text: 'Registro Civil', icon: 'register' }, actions: change('en RUN', 'Avisar error') },
    ]} />
    <SummaryList title="A quién cuidas" rows={[
      { key: 'Fecha de nacimiento', value: '14/03/2019', by: { text: 'Registro Civil. Confirmado por ti a las 10:05 horas', icon: 'register' }, actions: change('en fecha de nacimiento', 'Avisar error') },
      { key: 'Lo cuidas desde', value: '05/03/2021', by: { text: 'Lo escribiste en línea a las 10:07 horas', icon: 'web' }, actions: change('lo cuidas desde') },
      { key: 'Horas al día', value: 'Más de 8 horas', by: { text: 'Lo dijiste por teléfono; lo escribió Marcela Díaz a las 10:24 horas', icon: 'phone' }, actions: change('horas al día') },
      { key: 'Cuenta para el pago', value: 'Falta', problem: 'Escribe el número de tu cuenta', actions: change('cuenta para el pago') },
    ]} />
    <Card sill title="Firma y envía"><p>Al enviar, declaras que estas respuestas son verdaderas. Tu firma simple queda unida a este texto exacto.</p>
      <Form action="/enviar" token="t0"><Buttons><Button icon="signature">Firmar y enviar</Button><LinkTo href="/ayuda">Pedir que alguien me ayude a revisar</LinkTo></Buttons></Form></Card>
  </Columns>
</>)

const receipt = inFrame('Recibimos tu solicitud', <>
  <Receipt title="Recibimos tu solicitud" text="Bono de apoyo al cuidado. 24/11/2026, 10:31 horas" codeLabel="Código de tu trámite" code="K7M-4XR-9TC" qr={<QrCode text="https://ventanilla.example/seguir" label="Código QR para abrir este trámite en tu teléfono" />} />
  <Columns aside={<Aside label="Consultas" heading="¿Necesitas algo más?"><p><LinkTo href="/cuenta">Ver este trámite en tu cuenta</LinkTo></p><p>Llama al 600 000 0000 y di tu código. Se dice así:</p><Text quiet>K de kilo, siete, M de Manuel. Cuatro, X de xilófono, R de Rosa.</Text></Aside>}>
    <Row><Button href="/comprobante.pdf" icon="download" download>Descargar comprobante</Button><LinkTo href="/verificar">Verificar su firma</LinkTo></Row>
    <Text quiet>También lo enviamos a r•••@correo.example y al celular terminado en 21.</Text>
    <Section id="sigue" title="Qué pasa después"><Cord words={{ done: 'Listo', now: 'Ahora', next: 'Después' }} knots={[
      { state: 'done', icon: 'check', title: 'Recibimos tu solicitud', when: '24/11/2026, 10:31 horas' }, { state: 'now', icon: 'review', title: 'El Instituto revisa', text: 'Lo toma el equipo de cuidados. Si falta algo, te avisan una sola vez con todo.' },
      { state: 'next', icon: 'answer', title: 'Te respondemos a más tardar el 23/12/2026', text: 'Son 20 días hábiles. De cada 10 personas, 8 reciben respuesta en 9 días.' }, { state: 'next', icon: 'payment', title: 'Primer pago', text: 'Si se aprueba, el último día hábil del mes siguiente.' },
    ]} /></Section>
    <Inset><p><strong>Si llega el 23/12/2026 sin respuesta,</strong> puedes pedir que el plazo vencido se certifique.</p></Inset>
    <Form action="/nota" token="t0"><Score name="nota" legendAsH2 label="¿Qué nota le pones a esta experiencia?" hint="1 es muy mala y 7 es excelente. Nadie que te atendió ve tu respuesta." /><Buttons><Button kind="secondary">Enviar nota</Button></Buttons></Form>
  </Columns>
</>)

const account = inFrame('Tu cuenta', <>
  <Heading>Tu cuenta, Rosa</Heading><Lead>Todo lo que has hecho con el Estado, por cualquier canal, en un solo hilo.</Lead>
  <SubNav label="Mi cuenta" items={[{ href: '/c/1', text: 'Historia', current: true }, { href: '/c/2', text: 'Trámites (2)' }, { href: '/c/3', text: 'Mensajes (1)' }, { href: '/c/4', text: 'Documentos' }]} />
  <Columns wide aside={<Card sill title="Quién usó tus datos" icon="eye"><Text quiet>4 consultas en los últimos 30 días. Cada una dice quién, qué y para qué.</Text><DataUses items={[
    { who: 'Instituto de Protección Social', what: 'Nacimiento y parentesco de Tomás', why: 'Para tu bono de apoyo al cuidado. Reglamento, artículo 6', when: '24/11/2026, 10:03 horas', link: { href: '/no/1', text: 'No reconozco esta consulta' } },
    { who: 'Marcela Díaz, atención telefónica', what: 'Tus respuestas del bono', why: 'Tú le diste tu código. No vio datos de los registros', when: '24/11/2026, 10:21 horas', link: { href: '/no/2', text: 'No reconozco esta consulta' } },
  ]} /></Card>}>
    <Notice kind="care" icon="bell" level={2} title="Te esperamos en la oficina 017 el 02/12/2026 a las 09:30 horas"><Text quiet>Reclamo por un servicio público. <LinkTo href="/hora">Cambiar la hora</LinkTo></Text></Notice>
    <Section id="bono" title="Bono de apoyo al cuidado">
      <Row><Tag kind="wait">En revisión</Tag><Code>K7M-4XR-9TC</Code><Text quiet>Respuesta a más tardar el 23/12/2026</Text></Row>
      <Cord knots={[
        { state: 'next', icon: 'answer', title: 'Respuesta del Instituto', when: 'A más tardar el 23/12/2026' }, { state: 'done', icon: 'web', title: 'Firmaste y enviaste la solicitud', when: '24/11/2026, 10:31 horas. En línea', link: { href: '/comprobante', text: 'Ver el comprobante' } },
        { state: 'done', icon: 'phone', title: 'Respondiste 2 preguntas por teléfono', when: '24/11/2026, 10:20 a 10:27 horas. La llamada se cortó', text: 'Te atendió Marcela Díaz, que escribió lo que dijiste. No perdiste nada.', links: [{ href: '/leido', text: 'Ver lo que se leyó' }, { href: '/no-fui', text: 'No fui yo' }] },
        { state: 'done', icon: 'counter', title: 'Preguntaste por el bono', when: '12/10/2026, 11:15 horas. Oficina 017, módulo 4' },
      ]} />
    </Section>
  </Columns>
</>)

const another = <Aside label="Otra verificación" heading="Verifica otro documento"><Form action="/verificar" token="t0"><Input name="folio" label="Folio" code inputmode="numeric" autocomplete="off" /><Button kind="secondary" full>Verificar</Button></Form><Text quiet>No guardamos lo que subes y no necesitas cuenta.</Text></Aside>
const digests = (same: boolean): VNode => <Details summary="Huella digital del documento" icon="fingerprint" open={!same}><p>La huella resume el archivo completo. Si cambia una letra, cambia la huella.</p><SummaryList rows={[
  { key: 'Del original (SHA-256)', value: <Digest>7c1e40b9d2f688a35e0791c403de7c1e40b9d2f688a35e0791c403de7c1e40b9</Digest> }, { key: 'De tu archivo', value: <><Digest differs={!same}>{same ? '7c1e40b9d2f688a35e0791c403de7c1e40b9d2f688a35e0791c403de7c1e40b9' : 'e93a17c042bd0f6eaa512d78bb10e93a17c042bd0f6eaa512d78bb10e93a17c0'}</Digest>, {same ? 'igual' : 'distinta'}</> }]} /></Details>
const valid = inFrame('Este documento es auténtico', <Columns aside={another}>
  <Verdict kind="valid" title="Este documento es auténtico">Lo emitió el Registro Civil y nadie lo ha cambiado. Vigente al 24/11/2026, 12:04 horas.</Verdict>
  <SummaryList title="Qué dice el registro" rows={[{ key: 'Documento', value: 'Certificado de nacimiento' }, { key: 'Folio', value: <Code>500-418-7723</Code> }, { key: 'Titular', value: 'E•••• V••• M•••••, RUN terminado en 333-3' }, { key: 'Vigente hasta', value: '24/01/2027' }]} />
  <Section id="compara" title="Compáralo con lo que tienes"><Text>Si el papel dice otra cosa que el original, vale el original.</Text><Row><Button kind="secondary" href="/original" icon="document">Ver el original</Button></Row></Section>
  {digests(true)}
</Columns>, { known: false })
const altered = inFrame('No confíes en este documento', <Columns aside={another}>
  <Verdict kind="altered" title="No confíes en este documento">Lleva la firma del Registro Civil, pero el archivo cambió después de firmarse.</Verdict>
  <SummaryList title="Qué revisamos" rows={[{ key: 'Folio', value: <><Code>500-418-7723</Code> <Tag kind="good">Existe</Tag></> }, { key: 'Quién firmó', value: <>Registro Civil <Tag kind="good">Firma reconocida</Tag></> }, { key: 'Contenido', value: <>Distinto del original <Tag kind="bad">No coincide</Tag></> }]} />
  <Section id="hacer" title="Qué hacer"><List items={['No lo aceptes para ningún trámite.', 'Pide a la persona el folio y revísalo con el original.', 'Si el documento es tuyo, pide otro. Es gratis.']} /><Row><Button href="/original" icon="document">Ver el original</Button><LinkTo href="/avisar">Avisar de un documento alterado</LinkTo></Row></Section>
  {digests(false)}
</Columns>, { known: false })

export const citizen: { readonly [name: string]: string } = { home, service: servicePage, question, questionError, check, receipt, account, valid, altered }
