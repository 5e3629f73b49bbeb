import jpeg from 'jpeg-js'
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'
import { PNG } from 'pngjs'
import { measure, type Measures, type Problem, problemsOf } from './measure.ts'

/** Dots of one picture (A4 at 400 to the inch is 15 million), pages of one document. */
export const most = { dots: 25_000_000, pages: 30 } as const
export type PageVerdict = { readonly problems: readonly Problem[]; /** What was looked at; a page that is no picture is only counted. */ readonly measures?: Measures }
/** `unreadable`: not what it says. `too-big`: more dots than anybody needs. `locked`: a PDF with a password. */
export type Read = { readonly pages: readonly PageVerdict[] } | { readonly refused: 'unreadable' | 'too-big' | 'too-many-pages' | 'locked' }

/** Width and height by the header alone, before anything is decoded (ITU-T T.81 B.2.2; PNG, ISO/IEC 15948 §11.2.2). */
export function sizeOf(bytes: Uint8Array): { readonly width: number; readonly height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length > 24 && view.getUint32(0) === 0x89504e47) return { width: view.getUint32(16), height: view.getUint32(20) }
  if (bytes.length < 4 || view.getUint16(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1]!
    if (marker === 0xff) { at++; continue }
    if (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) }
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}
function picture(bytes: Uint8Array, png: boolean): PageVerdict | 'unreadable' | 'too-big' {
  const size = sizeOf(bytes)
  if (size === undefined || size.width === 0 || size.height === 0) return 'unreadable'
  if (size.width * size.height > most.dots) return 'too-big'
  try {
    const image = png ? PNG.sync.read(Buffer.from(bytes)) : jpeg.decode(bytes, { useTArray: true, maxResolutionInMP: most.dots / 1e6, maxMemoryUsageInMB: 400 })
    const measures = measure(image)
    return { problems: problemsOf(measures), measures }
  } catch { return 'unreadable' }
}
/** The pages of what a scanner gave. A PDF's page that is one JPEG, as scanners make them, is looked at; any other is counted. */
export async function readScan(bytes: Uint8Array, type: string): Promise<Read> {
  if (type !== 'application/pdf') { const one = picture(bytes, type === 'image/png'); return typeof one === 'string' ? { refused: one } : { pages: [one] } }
  // The reader of PDFs throws whatever a bent file makes of it.
  try { return pagesOf(await PDFDocument.load(bytes, { updateMetadata: false })) } catch (error) { return { refused: /encrypted/i.test(String(error)) ? 'locked' : 'unreadable' } }
}
function pagesOf(doc: PDFDocument): Read {
  const count = doc.getPageCount()
  if (count === 0) return { refused: 'unreadable' }
  if (count > most.pages) return { refused: 'too-many-pages' }
  const pages: PageVerdict[] = []
  for (const page of doc.getPages()) {
    const jpegs = imagesOf(page.node.Resources()), one = jpegs.length === 1 ? picture(jpegs[0]!, false) : undefined
    pages.push(one === undefined || typeof one === 'string' ? { problems: [] } : one)
  }
  return { pages }
}
function imagesOf(resources: PDFDict | undefined): readonly Uint8Array[] {
  const objects = resources?.lookupMaybe(PDFName.of('XObject'), PDFDict)
  return (objects?.keys() ?? []).flatMap((key) => { const o = objects!.lookup(key); return o instanceof PDFRawStream && o.dict.get(PDFName.of('Subtype')) === PDFName.of('Image') && o.dict.get(PDFName.of('Filter')) === PDFName.of('DCTDecode') ? [o.contents] : [] })
}

/** One PDF of all of it, each picture on an A4 page as large as it fits. */
export async function joinScans(files: readonly { readonly bytes: Uint8Array; readonly type: string }[]): Promise<Uint8Array> {
  const out = await PDFDocument.create(), [short, long] = [595.28, 841.89]
  for (const { bytes, type } of files) {
    if (type === 'application/pdf') { const doc = await PDFDocument.load(bytes, { updateMetadata: false }); for (const p of await out.copyPages(doc, doc.getPageIndices())) out.addPage(p); continue }
    const image = type === 'image/png' ? await out.embedPng(bytes) : await out.embedJpg(bytes), wide = image.width > image.height, [w, h] = wide ? [long, short] : [short, long], page = out.addPage([w, h]), size = image.scaleToFit(w, h)
    page.drawImage(image, { x: (w - size.width) / 2, y: (h - size.height) / 2, width: size.width, height: size.height })
  }
  return out.save()
}
