import assert from 'node:assert/strict'
import test from 'node:test'
import { canonical } from './index.ts'

test('RFC 8785 §3.2.2: the example of the standard', () => {
  const given = JSON.parse('{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}')
  assert.equal(canonical(given), '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}')
})
test('RFC 8785 §3.2.3: names in order of UTF-16 code units', () => {
  const given = { '\u20ac': 'Euro Sign', '\r': 'Carriage Return', '\ufb33': 'Hebrew Letter Dalet With Dagesh', '1': 'One', '\ud83d\ude00': 'Emoji: Grinning Face', '\u0080': 'Control', '\u00f6': 'Latin Small Letter O With Diaeresis' }
  assert.deepEqual(Object.values(JSON.parse(canonical(given)) as object).length, 7)
  const order = [...canonical(given).matchAll(/:"([^"]+)"/g)].map((m) => m[1])
  assert.deepEqual(order, ['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh'])
})
test('RFC 8785 appendix B: numbers by their IEEE 754 bits', () => {
  const bits: readonly (readonly [string, string])[] = [
    ['0000000000000000', '0'], ['8000000000000000', '0'], ['0000000000000001', '5e-324'], ['8000000000000001', '-5e-324'], ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'], ['4430000000000000', '295147905179352830000'], ['44b52d02c7e14af5', '9.999999999999997e+22'], ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'], ['444b1ae4d6e2ef50', '1e+21'], ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'], ['3eb0c6f7a0b5ed8d', '0.000001'], ['41b3de4355555555', '333333333.3333333'],
    ['becbf647612f3696', '-0.0000033333333333333333'], ['43143ff3c1cb0959', '1424953923781206.2'],
  ]
  for (const [hex, text] of bits) {
    const view = new DataView(new ArrayBuffer(8))
    view.setBigUint64(0, BigInt(`0x${hex}`))
    assert.equal(canonical(view.getFloat64(0)), text, hex)
  }
})
test('what JSON does not have is refused; what is undefined is left out', () => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 'x\udfff', { a: () => 1 }, 1n]) assert.throws(() => canonical(bad), TypeError)
  assert.equal(canonical({ b: undefined, a: ['\\ud800', undefined] }), '{"a":["\\\\ud800",null]}')
  assert.equal(canonical('\ud83d\ude00'), '"😀"')
})
