import assert from 'node:assert/strict'
import test from 'node:test'
import { codeSymbols } from '#core/case'
import { folioOf, readFolio } from './index.ts'

const secret = Buffer.alloc(32, 7)

test('a folio is the same for the same effect, another for another effect or installation', () => {
  const a = folioOf('a', secret)
  assert.match(a, new RegExp(`^[${codeSymbols}]{4}(-[${codeSymbols}]{4}){3}$`))
  assert.equal(folioOf('a', secret), a)
  assert.notEqual(folioOf('b', secret), a)
  assert.notEqual(folioOf('a', Buffer.alloc(32, 8)), a)
  assert.equal(new Set(Array.from({ length: 20_000 }, (_, n) => folioOf(String(n), secret))).size, 20_000)
})
test('every symbol is as likely as any other', () => {
  const counts = new Map<string, number>()
  for (let n = 0; n < 4000; n++) for (const c of folioOf(String(n), secret).replace(/-/g, '').slice(0, 15)) counts.set(c, (counts.get(c) ?? 0) + 1)
  assert.equal(counts.size, 25)
  for (const [c, n] of counts) assert.ok(Math.abs(n - 2400) < 250, `${c} ${n}`)
})
test('what people type is read: lower case, spaces, no dashes, other dashes', () => {
  const folio = folioOf('a', secret)
  for (const typed of [folio, folio.toLowerCase(), folio.replace(/-/g, ''), folio.replace(/-/g, ' '), `  ${folio.replace(/-/g, '–')} `, folio.replace(/-/g, '.')]) assert.equal(readFolio(typed), folio)
  for (const typed of ['', 'A', `${folio}2`, folio.slice(1), `0${folio.slice(1)}`, '😀'.repeat(8), folio.padEnd(10_000), '../../etc/passwd']) assert.equal(readFolio(typed), null, typed)
})
test('no single wrong symbol and no exchange of neighbours passes for a folio', () => {
  for (let n = 0; n < 30; n++) {
    const plain = folioOf(`x${n}`, secret).replace(/-/g, '')
    for (let i = 0; i < 16; i++) {
      for (const c of codeSymbols) if (c !== plain[i]) assert.equal(readFolio(plain.slice(0, i) + c + plain.slice(i + 1)), null)
      if (i < 15 && plain[i] !== plain[i + 1]) assert.equal(readFolio(plain.slice(0, i) + plain[i + 1]! + plain[i]! + plain.slice(i + 2)), null, `${plain} ${i}`)
    }
  }
})
