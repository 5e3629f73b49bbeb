import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { type Content, demo, failing, folioOf, typst } from './index.ts'
import { codePoints, fonts, hasGlyph } from './fonts.ts'
import { missing, printable } from './text.ts'

const folder = mkdtempSync(join(tmpdir(), 'ventanilla-certificates-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))
const run = (tool: string, ...args: readonly string[]): string => execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 })
let files = 0
const saved = (pdf: Buffer): string => { const path = join(folder, `${files++}.pdf`); writeFileSync(path, pdf); return path }
/** Text as another program reads it, in the order of the tags' pages. */
const textOf = (pdf: Buffer): string => run('pdftotext', saved(pdf), '-')
/** Dots of exactly this colour on the first page, at 50 dots an inch. */
function inked(pdf: Buffer, r: number, g: number, b: number): number {
  const path = saved(pdf), pixels = execFileSync('pdftoppm', ['-r', '50', '-singlefile', path], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 })
  let n = 0
  for (let i = pixels.length % 3; i < pixels.length; i += 3) if (pixels[i] === r && pixels[i + 1] === g && pixels[i + 2] === b) n++
  return n
}
const oneLine = (s: string): string => s.replace(/\s+/g, ' ')

const folio = folioOf('one', Buffer.alloc(32))
const content: Content = {
  lang: 'es', title: 'Certificado de antecedentes', institution: 'Servicio de Registro Civil e Identificación', folio, issuedAt: '2026-11-24T13:00:00.000Z', issued: { date: '24/11/2026', time: '10:00' }, until: '2027-01-23',
  law: 'Ley 21.126, art. 44', illustrative: 'Las personas son ficticias.', verify: `https://ventanilla.example/verificar/${folio}`,
  blocks: [{ kind: 'paragraph', runs: [{ text: 'Se certifica lo que registra ' }, { text: 'Rosa Núñez Paredes', strong: true }, { text: ', RUN 41.000.117-9.' }] }, { kind: 'statement', label: 'Extracto', text: 'Sin antecedentes.' }],
  rows: [{ label: 'Tipo de certificado', value: 'Fines particulares' }],
}
const with_ = (text: string): Content => ({ ...content, blocks: [{ kind: 'paragraph', runs: [{ text: `Desde ${text} hasta` }] }, { kind: 'statement', label: text, text }, { kind: 'bullets', items: [[{ text, strong: true }]] }, { kind: 'numbers', items: [[{ text }]] }], rows: [{ label: text, value: text }] })

// Every provider of the port, by the same contract: the same content is the same bytes, or it throws.
for (const maker of [typst(), demo(), failing()]) test(`the maker ${maker.name} makes the same bytes of the same content, or says that it cannot`, async () => {
  if (maker.name === 'failing') return assert.rejects(maker.make(content), /down/)
  const pdf = await maker.make(content)
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-')
  assert.ok(pdf.equals(await maker.make(content)))
  // Another process's compiler, cold, gives them as well.
  assert.ok(pdf.equals(await (maker.demo ? demo() : typst()).make(content)))
  assert.ok(!pdf.equals(await maker.make({ ...content, rows: [] })))
  const text = textOf(pdf)
  assert.equal(text.includes('Demostración: sin valor legal.'), maker.demo)
  assert.equal(text.includes(`${folio} · sin valor legal`), maker.demo)
  // The words behind the page are drawn, not written: their colour is there, and nothing stands between the lines.
  assert.equal(inked(pdf, 245, 239, 229) > 3000, maker.demo)
  assert.doesNotMatch(text, /^[A-Z]$/m)
})

test('it is PDF/UA-1: says so, tagged, titled, in its language, every font embedded and readable', async () => {
  for (const [lang, title] of [['es', 'Certificado de antecedentes'], ['en', 'Criminal-record certificate']] as const) {
    const pdf = await demo().make({ ...content, lang, title }), raw = pdf.toString('latin1'), path = saved(pdf)
    assert.match(raw, /<pdfuaid:part>1<\/pdfuaid:part>/)
    assert.match(raw, new RegExp(`/Lang ?\\(${lang}-CL\\)`))
    assert.match(raw, /\/DisplayDocTitle true/)
    assert.match(raw, /\/MarkInfo\s*<<[^>]*\/Marked true/)
    const info = run('pdfinfo', path)
    assert.match(info, new RegExp(`Title: +${title}`))
    assert.match(info, /Tagged: +yes/)
    assert.match(info, /JavaScript: +no/)
    assert.match(info, /Pages: +1\n/)
    const faces = run('pdffonts', path).trim().split('\n').slice(2)
    assert.equal(faces.length, 3)
    for (const face of faces) assert.match(face, /AtkinsonHyperlegibleNext.*\byes +yes +yes\b/, face)
    const structure = run('pdfinfo', '-struct', path)
    for (const tag of ['H1', 'H2', 'P ', 'Table', 'THead', 'TH', 'Figure', 'Link']) assert.match(structure, new RegExp(`^ *${tag}`, 'm'), tag)
    assert.equal(structure.match(/^ *H1 /gm)!.length, 1)
  }
})
test('another program reads the names, the RUN, the folio, the date, what is proved and what is not', async () => {
  const es = oneLine(textOf(await typst().make(content)))
  for (const said of ['Servicio de Registro Civil e Identificación', 'Certificado de antecedentes', 'Emitido el 24/11/2026 a las 10:00 horas', 'Rosa Núñez Paredes', 'RUN 41.000.117-9', 'Sin antecedentes.', 'Tipo de certificado', 'Fines particulares', folio, 'ventanilla.example/verificar', 'Válido hasta el 23/01/2027', 'Ley 21.126, art. 44', 'todavía no lleva firma electrónica avanzada']) assert.ok(es.includes(said), said)
  const en = oneLine(textOf(await demo().make({ ...content, lang: 'en' })))
  for (const said of ['Issued on 24/11/2026 at 10:00', 'Demonstration: no legal value. Las personas son ficticias.', 'Valid until 23 January 2027', 'does not carry an advanced electronic signature yet', 'Page 1 of 1']) assert.ok(en.includes(said), said)
})
test('the QR code, read by another program from the page’s picture, leads to the public page', async () => {
  for (const url of [content.verify, `http://127.0.0.1:65535/verificar/${folio}`]) {
    const path = saved(await demo().make({ ...content, verify: url }))
    // 100 dots an inch: a poor printer or a phone at arm's length.
    run('pdftoppm', '-r', '100', '-png', path, path)
    assert.equal(run('zbarimg', '-q', '--raw', `${path}-1.png`).trim(), url)
  }
})

const hostile: readonly (readonly [name: string, text: string, shown: string])[] = [
  ['Typst markup', '*a* _b_ `c` = d\\ $x^2$ <l> @r // s /* t */ #link("x")[y]', '*a* _b_ `c` = d\\ $x^2$ <l> @r // s /* t */ #link("x")[y]'],
  ['code', '#eval("1+1") #panic("no") #read("/etc/passwd") #sys.inputs #import "x.typ"', '#eval("1+1") #panic("no") #read("/etc/passwd") #sys.inputs #import "x.typ"'],
  ['closing what is open', '"])}]#{[("\'\\', '"])}]#{[("\'\\'],
  ['Markdown', '**no** [x](https://mal.example) {run}', '**no** [x](https://mal.example) {run}'],
  ['HTML', '<script>alert(1)</script>&amp;', '<script>alert(1)</script>&amp;'],
  ['direction marks', 'abc\u202Edef\u2066\u200f', 'abcdef'],
  ['control signs', 'a\u0000b\u0007c\u001b[31m\ufeff', 'abc[31m'],
  ['another script', 'مرحبا', missing.repeat(5)],
  ['pictures', '😀👩‍👩‍👧🇨🇱', missing.repeat(3)],
  ['accents apart', 'Nu\u0301n\u0303ez ẽ', 'Núñez ẽ'],
  ['wide forms and ligatures', 'ＡＢ ﬁn', 'AB fin'],
  ['a lone surrogate', 'a\ud800b', 'ab'],
  ['placeholders of ours', '{folio} {n} {of} {institution}', '{folio} {n} {of} {institution}'],
]
for (const [name, text, shown] of hostile) test(`what people write stays text: ${name}`, async () => {
  const normal = (s: string): string => s.replace(/[\s\u200b]+/g, '').normalize('NFC')
  const out = normal(textOf(await demo().make(with_(text))))
  assert.ok(out.includes(normal(`Desde ${shown} hasta`)), out.slice(0, 600))
  assert.equal(out.includes(normal('está en el lugar de otro')), shown.includes(missing))
  // As the name of who issues it and as a title, too.
  assert.ok(normal(textOf(await demo().make({ ...content, institution: `I ${text}`, title: `T ${text}`, law: text, illustrative: text }))).includes(normal(`T ${shown}`)))
})
test('long text stays on its pages: many rows, one endless word, many lines', async () => {
  const rows = [...Array.from({ length: 60 }, (_, n) => ({ label: `Dato ${n}`, value: `valor ${n}` })), { label: 'L'.repeat(300), value: 'W'.repeat(4000) }, { label: 'Líneas', value: Array.from({ length: 200 }, (_, n) => `línea ${n}`).join('\n') }]
  const path = saved(await demo().make({ ...content, rows })), text = oneLine(run('pdftotext', path, '-'))
  for (let n = 0; n < 200; n++) assert.ok(text.includes(`línea ${n} `), `línea ${n}`)
  assert.equal(text.replace(/[^W]/g, '').length >= 4000, true)
  const pages = Number(/Pages: +(\d+)/.exec(run('pdfinfo', path))![1])
  assert.ok(pages > 4 && text.includes(`Página ${pages} de ${pages}`))
  // No word stands outside the paper's margins: 612 points wide, 65 of margin.
  for (const [, from, to] of run('pdftotext', '-bbox', path, '-').matchAll(/<word xMin="([\d.]+)"[^>]*xMax="([\d.]+)"[^>]*>W+/g)) assert.ok(Number(from) >= 64 && Number(to) <= 548, `${from} ${to}`)
})
test('a document without body, rows, end or law is still a document', async () => {
  const { until: _, ...rest } = content
  const text = oneLine(textOf(await typst().make({ ...rest, blocks: [], rows: [], law: '', illustrative: '' })))
  assert.ok(text.includes(folio) && !text.includes('Válido hasta') && !text.includes('Norma:') && !text.includes('Datos del documento'))
})
test('signs the typeface lacks are known from its own tables', () => {
  const [regular] = fonts()
  assert.ok([...'áÑü¿€–'].every((c) => codePoints(regular!).has(c.codePointAt(0)!)))
  assert.ok(hasGlyph(missing.codePointAt(0)!) && !hasGlyph(0x1f600) && !hasGlyph(0x200b))
  assert.equal(printable('a\r\nb\u2028c\td', hasGlyph), 'a\nb\nc d')
})
