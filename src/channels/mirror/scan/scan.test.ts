import assert from 'node:assert/strict'
import test from 'node:test'
import { PDFDocument } from 'pdf-lib'
import { PNG } from 'pngjs'
import { jpegOf, page } from '../../../../test/mirror/sheet.ts'
import { checkScan, joined } from './checker.ts'
import { limits, measure, type Problem, problemsOf } from './measure.ts'
import { type Read, readScan, sizeOf } from './read.ts'

const pagesOf = (r: Read) => ('pages' in r ? r.pages.map((p) => p.problems) : r.refused)

test('each fault of a page is found, and no other', () => {
  const cases: readonly (readonly [string, Parameters<typeof page>[0], readonly Problem[]])[] = [
    ['a telephone’s picture', {}, []], ['a flatbed’s, white all over', { paper: 255, ink: 0 }, []], ['grey paper, still read', { paper: 150 }, []], ['a blank back', { lines: false }, []], ['300 to the inch', { dpi: 300 }, []],
    ['too few dots', { dpi: 110 }, ['small']], ['in the dark', { paper: 85, ink: 25 }, ['dark']], ['a lamp mirrored', { glare: 0.04 }, ['glare']], ['out of focus', { blur: 3 }, ['blur']], ['small and out of focus', { dpi: 120, blur: 3 }, ['small', 'blur']],
  ]
  for (const [what, made, wanted] of cases) { const m = measure(page(made)); assert.deepEqual(problemsOf(m), wanted, `${what}: ${JSON.stringify(m)}`) }
  assert.ok(limits.dpi === 150)
})
test('JPEG, PNG and the pages of a PDF are read by what they are; headers before dots; nothing odd breaks it', async () => {
  const good = jpegOf(page()), shiny = jpegOf(page({ glare: 0.04 })), png = new PNG({ width: page().width, height: page().height })
  png.data = page().data
  const drawn = PNG.sync.write(png)
  assert.deepEqual([sizeOf(good), sizeOf(drawn)], [{ width: 1323, height: 1870 }, { width: 1323, height: 1870 }])
  assert.deepEqual([pagesOf(await readScan(good, 'image/jpeg')), pagesOf(await readScan(drawn, 'image/png'))], [[[]], [[]]])
  const two = await joined([{ bytes: good, type: 'image/jpeg' }, { bytes: shiny, type: 'image/jpeg' }])
  assert.deepEqual(pagesOf(await checkScan(two!, 'application/pdf')), [[], ['glare']], 'in a thread of its own, each page of a scanner’s PDF')
  const all = await joined([{ bytes: two!, type: 'application/pdf' }, { bytes: drawn, type: 'image/png' }]), doc = await PDFDocument.load(all!)
  assert.deepEqual(doc.getPages().map((p) => [Math.round(p.getWidth()), Math.round(p.getHeight())]), [[595, 842], [595, 842], [595, 842]])
  const bomb = Buffer.from(drawn)
  bomb.writeUInt32BE(60_000, 16)
  bomb.writeUInt32BE(60_000, 20)
  const many = await PDFDocument.create()
  for (let i = 0; i < 31; i++) many.addPage()
  for (const [bytes, type, said] of [[bomb, 'image/png', 'too-big'], [Buffer.from('%PDF-1.7 nothing'), 'application/pdf', 'unreadable'], [good.slice(0, 400), 'image/jpeg', 'unreadable'], [Buffer.from('MZ'), 'image/jpeg', 'unreadable'], [drawn.subarray(0, 2000), 'image/png', 'unreadable'], [await many.save(), 'application/pdf', 'too-many-pages']] as const) assert.equal(pagesOf(await readScan(bytes, type)), said)
})
