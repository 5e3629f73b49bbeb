import {
  Apology, Button, Buttons, Card, Checkboxes, Cord, DateInput, DepthArch, Details, ErrorSummary, Fields, Figures, FileInput, Fieldset, Form, Grid, Heading, Hidden, Icon, iconNames, Input, Inset, Lead, LinkTo, List, MetaLine, Notice, Pagination, PersonCards, Phrase, Prose, Reach,
  Radios, Score, Section, Select, Stack, Table, Tag, Text, TextArea, Verdict, Warning,
} from '../index.ts'
import { citizen } from './citizen.tsx'
import { inFrame } from './frame.tsx'
import { paper } from './paper.tsx'
import { posts } from './posts.tsx'

const prose = 'Puedes pedirlo **gratis** en [el sitio del registro](https://registro.example/) o llamando al [600 000 0000](tel:6000000000).\n\n- Trae tu cédula\n- Espera {days} días\n\n1. Primero\n2. Después'

const hostile = ['java', 'script:alert(1)'].join('')

/** Every component at least once, on one page: what tests of HTML, contrast and width look at. */
export const everything = inFrame('Todos los componentes', <Stack>
  <Heading caption="Sistema de diseño">Todos los componentes</Heading><Lead>Una página que los tiene todos.</Lead>
  <ErrorSummary title="Falta corregir 2 respuestas" errors={[{ href: '#f-correo', text: 'Escribe un correo' }, { href: '#f-nacio-day', text: 'Escribe la fecha completa' }]} />
  <Section id="texto" title="Texto"><Prose text={prose} fill={id => (id === 'days' ? '3' : undefined)} /><p><Phrase text="Una **frase** con {days} datos" fill={() => '**dos**'} /></p><Text quiet>Texto menor.<Hidden> Y oculto.</Hidden></Text><Inset>Un aparte.</Inset><Warning word="Atención">Revisa antes de enviar.</Warning><List kind="number" items={['Uno', 'Dos']} /><List kind="plain" items={['Sin viñeta']} />
    <p><LinkTo href="https://otro.example/" icon="external">Ir a otro sitio</LinkTo> <LinkTo href={hostile}>No es un enlace</LinkTo></p></Section>
  <Section id="avisos" title="Avisos">{(['info', 'good', 'care', 'bad'] as const).map(kind => <Notice key={kind} kind={kind} title={`Aviso ${kind}`}>Con palabra, icono y color.</Notice>)}
    <p>{(['plain', 'info', 'good', 'care', 'bad', 'wait'] as const).map(kind => <Tag key={kind} kind={kind}>{kind}</Tag>)}</p><Details summary="Más detalles">Aquí están.</Details></Section>
  <Section id="formas" title="Formularios"><Form action="/enviar" token="t0" files label="Ejemplo" hidden={{ seq: '3' }}>
    <Input name="correo" label="Correo" type="email" autocomplete="email" error="Escribe un correo" hint="Por ejemplo, rosa@correo.example" value="rosa@" />
    <Input name="monto" label="Monto" prefix="$" suffix="pesos" inputmode="numeric" width={10} /><Input name="solo" label="Solo lectura" readonly value="41.000.117-9" width={20} /><Input name="codigo" label="Código" code after={<Button kind="secondary">Seguir</Button>} />
    <TextArea name="relato" label="Cuéntanos" max={500} count="Puedes usar hasta 500 letras" /><Select name="comuna" label="Comuna" options={[{ value: '', text: 'Elige una opción' }, { value: '13101', text: 'Santiago' }]} value="13101" />
    <DateInput name="nacio" label="¿Cuándo nació?" error="Escribe la fecha completa" parts={[{ suffix: 'day', label: 'Día', value: '5' }, { suffix: 'month', label: 'Mes' }, { suffix: 'year', label: 'Año', width: 4 }]} />
    <Radios name="aviso" label="¿Cómo te avisamos?" items={[{ value: 'correo', text: 'Por correo', checked: true, conditional: <Input name="aviso-correo" label="¿A qué correo?" type="email" /> }, { value: 'carta', text: 'Por carta', hint: 'Tarda más', conditional: <Input name="aviso-carta" label="¿A qué dirección?" /> }, { value: 'no', text: 'No me avisen' }]} />
    <Checkboxes name="apoyos" label="Apoyos que recibes" hint="Marca todos" items={[{ value: 'a', text: 'Subsidio', checked: true }, { value: 'b', text: 'Pensión', hint: 'De cualquier tipo' }]} />
    <Fieldset legend="Tu dirección" name="direccion" hint="Donde vives ahora"><Input name="direccion-street" label="Calle" autocomplete="address-line1" /><Input name="direccion-number" label="Número" width={5} /></Fieldset>
    <FileInput name="archivo" label="Informe de salud" accept=".pdf,image/*" hint="Un archivo PDF de hasta 10 MB" current="informe.pdf, 120 KB" /><Score name="nota" label="Nota" value="6" />
    <Fields>{['Registro Civil', 'Pensión base informada por las AFP', 'Registro de estudios'].map((label, i) => <Select key={label} name={`r${i}`} label={label} options={[{ value: 'up', text: 'Responde' }]} value="up" />)}</Fields>
    <Buttons><Button name="do" value="save">Guardar y continuar</Button><Button kind="secondary" name="do" value="later">Responder después</Button><Button kind="warning" name="do" value="delete" icon="remove">Borrar</Button><Button kind="quiet" name="do" value="none">Prefiero no responder</Button></Buttons>
  </Form></Section>
  <Section id="datos" title="Datos"><Card title="Una tarjeta" level={3} icon="info"><Text>Sin nada que entregar, no tiene alféizar.</Text></Card><Table caption="Trámites por canal" head={['Canal', 'Inicios', 'Términos']} numeric={[1, 2]} rows={[['En línea', '1.204', '1.050'], ['Teléfono', '310', '288']]} /><Table caption="En el teléfono se apila" stack head={['Canal', 'Inicios']} rows={[['En línea', '1.204']]} />
    <Figures items={[{ key: 'Personas que terminan', value: '87 %', note: 'meta: 85 %' }, { key: 'Mitad de los casos', value: '9 días' }]} /><MetaLine items={[{ icon: 'cost', text: 'Gratis' }, { icon: 'time', text: '8 minutos' }]} />
    <p><DepthArch depth="none" text="No se puede" /></p><p><Reach text="mesa@ejemplo.cl" /> o <Reach text="600 123 4567" /></p><Cord knots={[{ state: 'done', icon: 'check', title: 'Un solo nudo' }]} /></Section>
  <Section id="iconos" title="Iconos"><Grid items={iconNames.map(name => ({ title: name, children: <Icon name={name} /> }))} /></Section>
  <Pagination label="Páginas" previous={{ href: '/p/1', text: 'Anterior' }} next={{ href: '/p/3', text: 'Siguiente' }} pages={[1, 2, 3].map(n => ({ href: `/n/${n}`, text: String(n), current: n === 2 }))} />
</Stack>, { demo: true })

/** A question whose label is its heading, and fields that are wrong. */
const fields = inFrame('Error: ¿Dónde recibes el pago?', <Stack>
  <ErrorSummary title="Falta corregir 4 respuestas" errors={[['banco', 'Elige un banco'], ['cuenta', 'Escribe el número'], ['motivo', 'Cuéntanos el motivo'], ['prueba', 'El archivo pesa más de 10 MB']].map(([id, text]) => ({ href: `#f-${id}`, text: text! }))} />
  <Form action="/p/pago" token="t0" files>
    <Select name="banco" label="¿Dónde recibes el pago?" legendAsH1 lang="es" hint="El banco o la caja de tu cuenta." error="Elige un banco" options={[{ value: '', text: 'Elige una opción' }]} /><Input name="cuenta" label="Número de cuenta" legendAsH2 width={30} error="Escribe el número" inputmode="numeric" /><Input name="digito" label="Dígito" width={3} />
    <TextArea name="motivo" label="Motivo" error="Cuéntanos el motivo" value="Texto" rows={3} /><FileInput name="prueba" label="Comprobante" error="El archivo pesa más de 10 MB" />
    <Checkboxes name="otros" label="Otros avisos" inline items={[{ value: 'sms', text: 'Mensaje', checked: true, conditional: <Input name="celular" label="¿A qué celular?" type="tel" autocomplete="tel" /> }, { value: 'no', text: 'Nada', disabled: true }]} />
    <Buttons><Button name="do" value="save">Guardar y continuar</Button></Buttons>
  </Form>
</Stack>)

const apology = inFrame('Tu página se venció', <Apology title="Tu página se venció" message="No alcanzamos a guardar lo que enviaste. Está aquí; mándalo otra vez." reference={{ label: 'Si llamas, di esta referencia', code: 'R-8F3K-22' }} wait="Puedes hacerlo de inmediato."
  again={{ action: '/p/desde', token: 't1', fields: [['desde-day', '05'], ['desde-month', '03'], ['desde-year', '2021']], text: 'Enviar otra vez' }} other={{ href: '/', text: 'Ir al inicio' }} details={{ summary: 'Por qué pasa', text: 'Por seguridad, un formulario vale unas horas.' }} />)
const outage = inFrame('Este sistema no responde', <Apology title="Este sistema no responde" message="No es culpa tuya y no perdiste nada: lo que ya guardaste sigue guardado." reference={{ label: 'Referencia', code: 'R-8F3K-22' }} wait="Prueba otra vez en un minuto." retry={{ href: '/p', text: 'Probar otra vez' }} other={{ href: '/', text: 'Ir al inicio' }} />)
const signIn = inFrame('¿Quién quieres ser?', <><Heading>¿Quién quieres ser?</Heading><Lead>En la demostración entras como una persona inventada. Cada una tiene su historia.</Lead><Form action="/entrar" token="t0"><PersonCards name="person" items={[
  { value: 'rosa', title: 'Rosa Núñez', facts: ['42 años', 'Quilpué'], story: 'Cuida a su hijo Tomás, de 7 años, sin sueldo. Todo está en los registros.', button: 'Entrar' },
  { value: 'eliana', title: 'Eliana Vera', facts: ['70 años', 'Aysén'], story: 'Pide su pensión. Vive a dos horas de una oficina y prefiere llamar.', icon: 'phone', button: 'Entrar' },
  { value: 'jean', title: 'Jean Baptiste', facts: ['28 años', 'Estación Central'], story: 'Llegó a Chile hace un año y habla criollo haitiano. Un dato suyo está mal escrito.', button: 'Entrar' },
]} /></Form></>, { known: false, demo: true })
const unknown = inFrame('No encontramos ese folio', <Verdict kind="unknown" title="No encontramos ese folio">Revisa que esté bien escrito. Si viene en un papel, no lo aceptes todavía.</Verdict>, { known: false })

export const gallery: { readonly [name: string]: string } = { ...citizen, ...posts, paper, everything, fields, apology, outage, signIn, unknown }
