import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { encode } from 'uqr'
import { dateText } from '../content.ts'
import { fonts, hasGlyph } from '../fonts.ts'
import { missing, printable } from '../text.ts'
import type { Block, Content, Maker, Run } from '../types.ts'
import { say, type Word } from '../words.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'template')

/**
 * PDF/UA-1 (ISO 14289-1) by Typst, fonts embedded, tagged. The template is ours and fixed; what people wrote goes in as JSON and never becomes
 * source. The same content gives the same bytes: the only date in the file is that of issue.
 */
export function typst({ demo = false }: { readonly demo?: boolean } = {}): Maker {
  let compiler: NodeCompiler | undefined, template: string | undefined
  const marks = new Map<string, string>()
  // As outlines: a mark behind the text that were text itself would stand between the words for whoever copies or searches them.
  const mark = (word: string): string => {
    const svg = marks.get(word) ?? compiler!.plainSvg({ mainFileContent: outline, inputs: { word } })
    marks.set(word, svg)
    return svg
  }
  return {
    name: 'typst', demo,
    async make(content) {
      template ??= readFileSync(join(folder, 'certificate.typ'), 'utf8')
      compiler ??= NodeCompiler.create({ workspace: folder, fontArgs: [{ fontBlobs: [...fonts()] }] })
      try { return compiler.pdf({ mainFileContent: template, inputs: { data: JSON.stringify(dataOf(content, demo)), mark: demo ? mark(say('watermark', content.lang)) : '' } }, { pdfStandard: 'ua-1' }) } finally {
        // What it remembers between documents would be personal data.
        compiler.evictCache(0)
      }
    },
  }
}

const outline = `#set page(width: auto, height: auto, margin: 2pt, fill: none)
#text(font: "Atkinson Hyperlegible Next", fallback: false, size: 66pt, weight: 700, fill: rgb("#f5efe5"), tracking: 1pt, sys.inputs.word)`

/** What the template reads: every text already printable. */
export function dataOf(c: Content, demo: boolean) {
  let replaced = false
  const p = (text: string): string => { const out = printable(text, hasGlyph); replaced ||= out.includes(missing) && !text.includes(missing); return out }
  const runs = (list: readonly Run[]): readonly Run[] => list.map((r) => ({ ...r, text: p(r.text) }))
  const blocks = c.blocks.map((b): Block => b.kind === 'paragraph' ? { ...b, runs: runs(b.runs) } : 'items' in b ? { ...b, items: b.items.map(runs) } : { ...b, label: p(b.label), text: p(b.text) })
  const institution = p(c.institution), values = { institution, folio: c.folio, url: c.verify, date: c.issued.date, time: c.issued.time }
  const words = Object.fromEntries(onPaper.map((word) => [word, word === 'page' ? say(word, c.lang) : say(word, c.lang, values)]))
  const [y, m, d, h, min, s] = c.issuedAt.split(/\D/).map(Number)
  return {
    lang: c.lang, demo, title: p(c.title), institution, folio: c.folio, date: [y, m, d, h, min, s], until: c.until === undefined ? '' : dateText(c.until, c.lang), law: p(c.law), illustrative: demo ? p(c.illustrative) : '',
    blocks, rows: c.rows.map((r) => ({ label: p(r.label), value: p(r.value) })), qr: qrSvg(c.verify), verify: c.verify, verifyShown: c.verify.replace(/^https?:\/\//, '').replace(/\/[^/]*$/, ''), words, replaced,
  }
}
const onPaper = ['about', 'folio', 'page', 'noLegalValue', 'demo', 'issued', 'details', 'datum', 'value', 'check', 'checkHow', 'checkFolio', 'qrAlt', 'validUntil', 'provesTitle', 'proves', 'notYetTitle', 'notYet', 'lawTitle', 'replaced'] as const satisfies readonly Word[]

/** ISO/IEC 18004, level M, with its quiet zone of four modules; dark on white for any reader. */
function qrSvg(text: string): string {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const squares = data.flatMap((line, y) => line.flatMap((dark, x) => (dark && !line[x - 1] ? [`M${x} ${y}h${run(line, x)}v1h-${run(line, x)}z`] : [])))
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path fill="#ffffff" d="M0 0h${size}v${size}H0z"/><path fill="#071f33" d="${squares.join('')}"/></svg>`
}
const run = (line: readonly boolean[], from: number): number => { let n = from; while (line[n]) n++; return n - from }
