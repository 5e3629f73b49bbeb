import { Heading, Lead, PaperHead, PaperPart, PaperQuestion, PaperSheet, QrCode, Stack, WriteIn } from '../index.ts'
import { inFrame } from './frame.tsx'

const words = { room: 'Espacio para escribir', roomFor: (n: number) => `Espacio para ${n} letras o números`, rowsFor: (n: number) => `${n} filas para escribir` }
const held = 'Lo sabe el Registro Civil. Déjalo en blanco, o escribe aquí si está equivocado o cambió.'

/** A form to be filled in by hand: every way to write in it. */
export const paper = inFrame('Formulario: Bono de apoyo al cuidado', <>
  <div class="vn-screen"><Stack><Heading>Formulario: Bono de apoyo al cuidado</Heading><Lead>Imprime esta página desde el menú de tu navegador.</Lead></Stack></div>
  <PaperSheet label="Formulario en papel">
    <PaperHead caption="Instituto de ejemplo" title="Bono de apoyo al cuidado" text="Un aporte para quien cuida." qr={<QrCode text="https://ventanilla.example/formulario/bono" label="Código de este formulario: bono@1.0.0" />} marks={[{ key: 'Formulario', value: 'bono@1.0.0' }, { key: 'Código de tu trámite', value: '4YJ-KVM-Y29' }]} />
    <PaperPart title="Cómo se llena" plain><ul class="vn-paper__how"><li>Escribe con letra imprenta.</li><li>Marca con una X.</li></ul></PaperPart>
    <PaperPart title="Quién hace la solicitud" plain><div class="vn-paper__you"><div><h4>RUN</h4><WriteIn box={{ is: 'comb', groups: [{ cells: 2 }, { cells: 3, before: '.' }, { cells: 3, before: '.' }, { cells: 1, before: '-', label: 'Dígito verificador' }] }} {...words} /></div></div></PaperPart>
    <PaperPart title="El cuidado">
      <PaperQuestion n={1} text="¿Desde cuándo cuidas a Tomás?" notes={[held]} hint="Por ejemplo, 05/03/2021."><WriteIn box={{ is: 'comb', groups: [{ cells: 2, label: 'Día' }, { cells: 2, label: 'Mes' }, { cells: 4, label: 'Año' }] }} {...words} /></PaperQuestion>
      <PaperQuestion n={2} text="¿Quién te ayuda?" notes={[]} when="Responde solo si en la pregunta 1 marcaste «Sí»."><WriteIn box={{ is: 'ticks', many: true, options: [{ text: 'Familia', hint: 'Quienes viven contigo' }, { text: 'Nadie' }] }} {...words} /></PaperQuestion>
      <PaperQuestion n={3} text="¿Qué necesitas?" notes={[]} answered={{ value: 'Un descanso', text: 'Ya lo respondiste.' }}><WriteIn box={{ is: 'lines', lines: 3, more: 'Si te falta espacio, sigue en otra hoja.' }} {...words} /></PaperQuestion>
      <PaperQuestion n={4} text="¿En qué cuenta?" notes={[]}><WriteIn box={{ is: 'fields', options: [{ text: 'Vista' }, { text: 'Corriente' }], fields: [{ label: 'Banco', wide: true }, { label: 'Número' }] }} {...words} /></PaperQuestion>
      <PaperQuestion n={5} text="¿Quiénes viven contigo?" notes={[]}><WriteIn box={{ is: 'rows', rows: 2, head: [{ text: 'Nombre' }, { text: 'Nacimiento', hint: 'día / mes / año' }], more: 'Si te faltan filas, sigue en otra hoja.' }} {...words} /></PaperQuestion>
      <PaperQuestion n={6} text="Informe de salud" notes={[]}><WriteIn box={{ is: 'attach', text: 'Va adjunto.', pages: 'Hojas' }} {...words} /></PaperQuestion>
    </PaperPart>
    <PaperPart title="Tu firma" plain><WriteIn box={{ is: 'sign', label: 'Firma' }} {...words} /></PaperPart>
    <section class="vn-office"><h3>Para quien recibe</h3><p>Recibido el</p></section>
  </PaperSheet>
</>)
