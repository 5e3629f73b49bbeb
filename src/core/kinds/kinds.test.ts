import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { type Channel, channels } from '../actor/index.ts'
import { fromDays } from '../date/index.ts'
import { kindNames, type KindName, type Option, type Value } from '../service/index.ts'
import { answerError, answerErrors, canonical, capture, captureOf, checkDigit, defers, type FactSpec, kinds, parse, spokenError } from './index.ts'

const sha = 'ab'.repeat(32)
const options: readonly Option[] = [
  { id: 'old_age', say: { es: 'Vejez', en: 'Old age' }, voice: { es: 'por vejez', en: 'for old age' } },
  { id: 'disability', say: { es: 'Invalidez', en: 'Disability' } },
  { id: 'other', say: { es: 'Otra razón', en: 'Another reason' } },
]
const spec = (type: KindName, more: Partial<FactSpec> = {}): FactSpec => ({ type, ...(type === 'choice' || type === 'many' ? { options } : {}), ...more })
const how = (channel: Channel = 'web', lang = 'es') => ({ lang, channel, today: '2026-11-24' })
const read = (type: KindName, raw: unknown, more: Partial<FactSpec> = {}, channel: Channel = 'web', lang = 'es'): unknown => {
  const r = parse(spec(type, more), raw, how(channel, lang))
  return r.ok ? r.value : `!${r.code}`
}
type Case = readonly [raw: unknown, expected: unknown, more?: Partial<FactSpec>, channel?: Channel, lang?: string]
const table = (name: string, type: KindName, cases: readonly Case[]) => test(name, () => {
  for (const [raw, expected, more, channel, lang] of cases) assert.deepEqual(read(type, raw, more, channel, lang), expected, `${type} ${JSON.stringify(raw)} ${channel ?? ''} ${lang ?? ''}`)
})

table('yes and no in any channel', 'yesno', [
  [true, true], [false, false], ['yes', true], ['no', false], ['sí', true, {}, 'chat'], ['SI', true, {}, 'chat'], ['Sí.', true, {}, 'chat'], ['¡Claro!', true, {}, 'chat'],
  [{ digits: '1' }, true, {}, 'ivr'], [{ digits: '2#' }, false, {}, 'ivr'], ['1', true, {}, 'chat'], ['No, gracias', '!yesno-not-understood', {}, 'chat'], ['no gracias', false, {}, 'chat'],
  [['yes'], true], ['', '!required'], [null, '!required'], ['3', '!yesno-not-understood'], ['constructor', '!yesno-not-understood'], [{}, '!yesno-not-understood'],
])
table('a choice by id, place or words', 'choice', [
  ['old_age', 'old_age'], [' old_age ', 'old_age'], ['OLD_AGE', '!choice-unknown'], ['2', '!choice-unknown'], ['Vejez', '!choice-unknown'],
  ['2', 'disability', {}, 'chat'], ['2)', 'disability', {}, 'chat'], [{ digits: '3' }, 'other', {}, 'ivr'], ['invalidéz', 'disability', {}, 'chat'], ['otra razon', 'other', {}, 'phone'], ['por vejez', 'old_age', {}, 'chat'],
  ['another reason', 'other', {}, 'chat', 'en'], ['4', '!choice-unknown', {}, 'chat'], ['0', '!choice-unknown', {}, 'chat'], ['', '!required'], [undefined, '!required'], [7, '!choice-unknown'],
  // A numeral that is an id wins when typed; on a keypad only the place counts, since that is what was read out.
  ['2', '2', { options: [{ id: '2', say: { es: 'dos' } }, { id: '1', say: { es: 'uno' } }] }, 'chat'],
  [{ digits: '2' }, '1', { options: [{ id: '2', say: { es: 'dos' } }, { id: '1', say: { es: 'uno' } }] }, 'ivr'],
  ['igual', '!choice-unknown', { options: [{ id: 'a', say: { es: 'Igual' } }, { id: 'b', say: { es: 'igual' } }] }, 'chat'],
  ['x'.repeat(500), 'x'.repeat(500), { options: [{ id: 'x'.repeat(500), say: { es: 'largo' } }] }],
  ['Está en', 'a', { options: [{ id: 'a', say: { es: 'esta EN' } }] }, 'chat'],
])
table('several options, each once and in order', 'many', [
  [['other', 'old_age', 'other'], ['old_age', 'other']], ['old_age', ['old_age']], [[], []], [['none'], []], ['', '!required'], [['', 'other'], ['other']], [[''], '!required'],
  ['3 y 1', ['old_age', 'other'], {}, 'chat'], ['vejez, otra razon', ['old_age', 'other'], {}, 'chat'], [{ digits: '31' }, ['old_age', 'other'], {}, 'ivr'], [{ digits: '3*1#' }, ['old_age', 'other'], {}, 'ivr'],
  ['ninguna', [], {}, 'chat'], [['none', 'other'], '!many-none-with-others'], [['old_age', 'x'], '!choice-unknown'], [[1], '!choice-unknown'], [{ a: 1 }, '!choice-unknown'],
  [['none'], ['none'], { options: [...options, { id: 'none', say: { es: 'Nada' } }] }], [['none', 'other'], '!many-none-with-others', { options: [...options, { id: 'none', say: { es: 'Nada' } }] }],
  ['Pan y agua', ['x'], { options: [{ id: 'x', say: { es: 'Pan y agua' } }, { id: 'y', say: { es: 'Sal' } }] }, 'chat'],
])
table('whole numbers', 'integer', [
  [25, 25], ['25', 25], [' 007 ', 7], ['1.050', 1050], ['1,050', 1050], ['12 345', 12345], ['-3', -3], ['−3', -3], ['+4', 4], ['65 años', 65, {}, 'chat'], ['3 children', 3, {}, 'chat', 'en'], [{ digits: '12#' }, 12, {}, 'ivr'], ['12#', 12, {}, 'ivr'],
  [-0, 0], ['1.5', '!number-whole'], [1.5, '!number-whole'], ['1,50', '!number-whole'], ['3,0', 3], ['1e5', '!number-not-understood'], ['50 mil', '!number-not-understood'], ['cinco', '!number-not-understood'], ['1.05.0', '!number-not-understood'], ['1..0', '!number-not-understood'],
  ['', '!required'], [Number.NaN, '!number-not-understood'], ['9007199254740993', '!number-too-big'], [1e300, '!number-too-big'], ['17', '!number-too-small', { min: '18' }], ['66', '!number-too-big', { max: '65' }], ['18', 18, { min: '18' }], [true, '!number-not-understood'], ['9'.repeat(1500), '!number-too-big'],
  ['1.050', '!number-whole', {}, 'api'], ['٣', '!number-not-understood'],
])
table('decimals as strings, and never a guess', 'decimal', [
  ['1,5', '1.5'], ['1.5', '1.5'], ['1.5', '1.5', {}, 'web', 'en'], ['1,125', '1.125'], ['1.125', '!number-ambiguous'], ['1.125', '1.125', {}, 'web', 'en'], ['1,125', '1125', {}, 'web', 'en'], ['1.125', '1.125', {}, 'api'], [1.125, '1.125'],
  ['1.234,5', '1234.5'], ['1,234.5', '1234.5'], ['1.234.567', '1234567'], ['1 234,5', '1234.5'], ['0,125', '0.125'], ['0.125', '0.125'], ['1234.567', '1234.567'], ['007,50', '7.5'], ['-0,0', '0'], ['-2,5', '-2.5'], [',5', '0.5'], [2, '2'], ['2.0', '2'],
  ['1,23456789012', '!decimal-too-many-places'], ['1,255', '!decimal-too-many-places', { decimals: 2 }], ['1,25', '1.25', { decimals: 2 }], ['1e5', '!number-not-understood'], [1e300, '!number-not-understood'], ['1234567890123456', '!number-too-big'],
  ['0,1', '!number-too-small', { min: '0.2' }], ['0,2', '0.2', { min: '0.2' }], ['10', '!number-too-big', { max: '9.9999999999' }], ['', '!required'], ['1,2,3', '!number-not-understood'], ['1,', '!number-not-understood'],
])
table('money in whole minor units', 'money', [
  [1050, 1050], ['$1.050', 1050], ['1050 pesos', 1050, {}, 'chat'], ['$ 1.050.-', 1050], ['1,050', 1050], ['$1.050 pesos', 1050], ['1050 CLP', 1050], ['20.000.000', 20000000], ['1.500,00', 1500], ['-$500', -500], [{ digits: '1050#' }, 1050, {}, 'ivr'], ['$1,050', 1050, {}, 'web', 'en'],
  ['1.050,50', '!money-no-decimals'], ['1.5', '!money-no-decimals'], ['50 mil', '!money-not-understood'], ['2 millones', '!money-not-understood'], ['US$100', '!money-not-understood'], ['100 UF', '!money-not-understood'], ['', '!required'], ['$', '!money-not-understood'], [10.5, '!money-minor-units'],
  ['1.050,50', 105050, { currency: 'USD' }], ['US$1,050.50', 105050, { currency: 'USD' }], ['10', 1000, { currency: 'USD' }], ['10', '!money-minor-units', { currency: 'USD' }, 'api'], [1000, 1000, { currency: 'USD' }, 'api'], ['1,005', 100500, { currency: 'USD' }], ['10,123,4', '!money-not-understood', { currency: 'USD' }],
  ['UF 36.123,4567', 361234567, { currency: 'CLF' }], ['1.050', '!number-ambiguous', { currency: 'CLF' }], ['1,12345', '!decimal-too-many-places', { currency: 'CLF' }],
  ['500', '!number-too-small', { min: '1000' }], ['5000', '!number-too-big', { max: '1000' }], ['9'.repeat(20), '!number-too-big'], ['US$ 5', '!money-not-understood', { currency: 'constructor' }],
])
table('dates from fields, a keypad and words', 'date', [
  ...(['1950-11-24', '24-11-1950', '24/11/1950', '24.11.1950', '24 11 1950', '24111950', '24 de noviembre de 1950', '24 de Noviembre del 1950', '24 nov. 1950', 'November 24, 1950', '24 November 1950', '24th of November 1950', 'el 24 de noviembre, 1950'] as const).map((s): Case => [s, '1950-11-24', {}, 'chat']),
  [{ day: '24', month: '11', year: '1950' }, '1950-11-24'], [{ day: 24, month: 11, year: 1950 }, '1950-11-24'], [{ day: '24', month: 'noviembre', year: '1950' }, '1950-11-24'], [{ digits: '24111950#' }, '1950-11-24', {}, 'ivr'],
  ['1º de enero de 2026', '2026-01-01'], ['primero de enero de 2026', '2026-01-01'], ['1st January 2026', '2026-01-01'], ['setiembre 5 2026', '2026-09-05'], ['hoy', '2026-11-24', {}, 'chat'],
  ['31/02/2026', '!date-not-real'], ['29/02/2024', '2024-02-29'], ['00/01/2026', '!date-not-real'], ['11/24/1950', '!date-day-first'], ['24/11/50', '!date-year-four-digits'], [{ day: '24', month: '', year: '1950' }, '!date-incomplete'], [{ day: '', month: '', year: '' }, '!required'], [{}, '!required'],
  ['24/11', '!date-incomplete'], ['24 de brumario de 1950', '!date-not-understood'], ['mañana', '!date-not-understood'], ['2026-02-30', '!date-not-real'], ['24111', '!date-not-understood'], ['', '!required'], [{ day: [1, 2], month: '1', year: '2000' }, '!date-not-understood'],
  ['25/11/2026', '!date-too-late', { max: 'today' }], ['24/11/2026', '2026-11-24', { max: 'today' }], ['31/12/1899', '!date-too-early', { min: '1900-01-01' }],
])
table('text, clean', 'text', [
  ['  Ñandú  ', 'Ñandú'], ['N\u0303andu\u0301', 'Ñandú'], ['a\r\nb', 'a b'], ['a\r\nb\rc', 'a\nb\nc', { lines: 3 }], ['', '!required'], ['   ', '!required'], [12, '12'], ['a\u0000b', '!text-characters'], ['a\u0007b', '!text-characters'], ['\ud800', '!text-characters'], ['a\udc00', '!text-characters'],
  ['👩‍👩‍👧', '👩‍👩‍👧'], ['x'.repeat(200), 'x'.repeat(200)], ['x'.repeat(201), '!text-too-long'], ['👍'.repeat(200), '👍'.repeat(200)], ['👍'.repeat(5), '👍'.repeat(5), { max_length: 5 }], ['👍'.repeat(6), '!text-too-long', { max_length: 5 }], ['ab', '!text-too-short', { min_length: 3 }],
  [{ a: 1 }, '!text-expected'], [true, '!text-expected'], [`a${'\u0315'.repeat(40)}`, '!text-characters'],
  ['bcdf 12', 'BCDF12', { format: 'plate_cl' }], ['AB·12·34', 'AB1234', { format: 'plate_cl' }], ['ABC-12', 'ABC12', { format: 'plate_cl' }], ['123456', '!plate-shape', { format: 'plate_cl' }], ['832-0000', '8320000', { format: 'postal' }], ['83200', '!postal-shape', { format: 'postal' }],
  ['12 34', '1234', { format: 'digits' }], ['12a', '!digits-only', { format: 'digits' }], ['ab-12', 'AB-12', { format: 'folio' }], ['-ab', '!folio-shape', { format: 'folio' }], ['ab_1', '!folio-shape', { format: 'folio' }],
])
table('RUN with its digit', 'run', [
  ['41.000.117-9', '41000117-9'], ['41000117-9', '41000117-9'], ['410001179', '41000117-9'], [' 41 000 117 – 9 ', '41000117-9'], [{ digits: '410001179#' }, '41000117-9', {}, 'ivr'], ['041.000.117-9', '41000117-9'],
  ['41.000.117-8', '!run-digit'], ['41000117', '!run-digit'], ['41.000', '!run-incomplete'], ['K1000117-9', '!run-not-understood'], ['abc', '!run-not-understood'], ['', '!required'], ['99.999.999-9', '!run-of-company'], ['1234567890-1', '!run-not-understood'], ['41000117/9', '!run-not-understood'],
])
table('RUT, companies too', 'rut', [['99.999.999-9', '99999999-9'], ['41.000.117-9', '41000117-9'], ['99.999.999-8', '!rut-digit'], ['9-9', '!rut-incomplete'], ['x', '!rut-not-understood'], ['', '!required']])
table('e-mail, one walk', 'email', [
  ['Ana.Soto+1@Ejemplo.CL', 'Ana.Soto+1@ejemplo.cl'], [' a@b.co ', 'a@b.co'], ['a@b', '!email-shape'], ['a.b.cl', '!email-at'], ['a@@b.cl', '!email-shape'], ['a b@c.cl', '!email-shape'], ['.a@b.cl', '!email-shape'], ['a..b@c.cl', '!email-shape'], ['a@-b.cl', '!email-shape'], ['a@b..cl', '!email-shape'],
  ['ñ@b.cl', '!email-shape'], ['a@b.c', '!email-shape'], ['a@1.2.3.4', '!email-shape'], [`${'a'.repeat(65)}@b.cl`, '!email-shape'], [`a@${'b.'.repeat(130)}cl`, '!email-too-long'], ['', '!required'],
])
table('telephone numbers', 'phone', [
  ['9 1234 5678', '+56912345678'], ['+56 9 1234-5678', '+56912345678'], ['56912345678', '+56912345678'], ['0912345678', '+56912345678'], ['(2) 2345 6789', '+56223456789'], ['32 212 3456', '+56322123456'], ['+1 212 555 0100', '+12125550100'], ['0054 9 11 5555 0100', '+5491155550100'], [{ digits: '912345678#' }, '+56912345678', {}, 'ivr'], [912345678, '+56912345678'],
  ['12345678', '!phone-incomplete'], ['+56 1 1234 5678', '!phone-not-understood'], ['llámame', '!phone-not-understood'], ['+1', '!phone-not-understood'], ['9123456789', '!phone-not-understood'], ['', '!required'], ['223456789', '!phone-mobile', { format: 'mobile' }], ['912345678', '+56912345678', { format: 'mobile' }],
])
const comunas: readonly Option[] = [{ id: '13120', say: { es: 'Ñuñoa' } }, { id: '01101', say: { es: 'Iquique' } }]
table('addresses', 'address', [
  [{ street: ' Los Aromos ', number: '123', unit: '', comuna: '13120' }, { street: 'Los Aromos', number: '123', comuna: '13120' }], [{ street: 'Los Aromos', comuna: '1101' }, { street: 'Los Aromos', comuna: '01101' }],
  ['Los Aromos 123, depto 4, 13120', { street: 'Los Aromos', number: '123', unit: 'depto 4', comuna: '13120' }, {}, 'chat'], ['Los Aromos 123, depto 4, nunoa', { street: 'Los Aromos', number: '123', unit: 'depto 4', comuna: '13120' }, { options: comunas }, 'chat'],
  [{ street: 'Los Aromos', comuna: '13121' }, '!address-comuna', { options: comunas }], [{ street: 'Los Aromos', comuna: '99999' }, '!address-comuna'], [{ street: 'Los Aromos' }, '!address-comuna'], [{ number: '1', comuna: '13120' }, '!address-street'], [{}, '!required'], ['', '!required'], [5, '!address-comuna'], [true, '!address-not-understood'],
  [{ street: 'x'.repeat(201), comuna: '13120' }, '!address-too-long'], [{ street: 'a\u0000', comuna: '13120' }, '!text-characters'], [{ street: {}, comuna: '13120' }, '!address-not-understood'],
])
table('files', 'file', [
  [{ name: 'carta.pdf', type: 'application/pdf', size: 1200, sha256: sha }, { name: 'carta.pdf', type: 'application/pdf', size: 1200, sha256: sha }], [{ name: 'C:\\x\\carta.pdf', type: 'application/PDF', size: 1, sha256: sha, extra: 1 }, { name: 'carta.pdf', type: 'application/pdf', size: 1, sha256: sha }],
  [{ name: 'a.exe', type: 'application/x-msdownload', size: 5, sha256: sha }, '!file-type'], [{ name: 'a.webp', type: 'image/webp', size: 5, sha256: sha }, { name: 'a.webp', type: 'image/webp', size: 5, sha256: sha }, { accept: ['image/*'] }],
  [{ name: 'a.pdf', type: 'application/pdf', size: 11e6, sha256: sha }, '!file-too-big'], [{ name: 'a.pdf', type: 'application/pdf', size: 0, sha256: sha }, '!file-empty'], [{ name: 'a/', type: 'application/pdf', size: 9, sha256: sha }, '!file-name'], ['carta.pdf', '!file-expected'], [{ name: 'a', type: 'application/pdf', size: 1, sha256: 'no' }, '!file-expected'], ['', '!required'],
])
table('bank accounts', 'bank_account', [
  [{ bank: 'BancoEstado', type: 'sight', number: '41-000 117' }, { bank: 'BancoEstado', type: 'sight', number: '41000117' }], [{ bank: 'BancoEstado', type: 'Cuenta RUT', number: '41000117' }, { bank: 'BancoEstado', type: 'sight', number: '41000117' }], [{ bank: 'X', type: 'cuenta corriente', number: '1234' }, { bank: 'X', type: 'current', number: '1234' }], [{ bank: 'X', type: 'ahorro', number: '1234' }, { bank: 'X', type: 'savings', number: '1234' }],
  [{ bank: '', type: 'sight', number: '1234' }, '!account-bank'], [{ bank: 'X', type: 'nada', number: '1234' }, '!account-type'], [{ bank: 'X', type: '', number: '1234' }, '!account-type'], [{ bank: 'X', type: 'sight', number: '12' }, '!account-number'], [{ bank: 'otro', type: 'sight', number: '1234' }, '!account-bank', { options }], [{ bank: '', type: '', number: '' }, '!required'], ['x', '!account-not-understood'],
])
table('signatures, lists and notes', 'signature', [
  [{ method: 'claveunica', sha256: sha, at: '2026-11-24T13:05:00Z' }, { method: 'claveunica', sha256: sha, at: '2026-11-24T13:05:00Z' }], [{ method: 'x', sha256: sha, at: '2026-11-24' }, '!signature-expected'], [{ method: 'x', sha256: sha, at: '2026-02-30T13:05:00Z' }, '!signature-expected'], ['yes', '!signature-expected'], ['', '!required'],
])
const list = { label: { es: 'Personas' }, min: 1, max: 2, of: [{ id: 'name', type: 'text', say: { ask: {} } }, { id: 'income', type: 'money', say: { ask: {} } }] } as const
table('whole lists', 'list', [
  [[{ name: ' Ana ', income: '$1.050', stranger: 1 }, { name: 'Luis', income: '' }], [{ name: 'Ana', income: 1050 }, { name: 'Luis' }], { list }], [[], '!list-too-short', { list }], [[{}, {}, {}], '!list-too-long', { list }], [[{ income: 'x' }], '!list-row', { list }], [['x'], '!list-expected', { list }], ['x', '!list-expected', { list }], ['', '!required', { list }],
])
table('a note takes no answer', 'note', [['x', '!note-no-answer'], ['', '!note-no-answer']])

/** Canonical values of each kind, with the fact they answer. */
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'.split('')
const word = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 }).map(a => a.join(''))
const canonicalValues: { readonly [k in Exclude<KindName, 'note'>]: fc.Arbitrary<Value> } = {
  yesno: fc.boolean(),
  choice: fc.constantFrom(...options.map(o => o.id)),
  many: fc.subarray(options.map(o => o.id)),
  integer: fc.maxSafeInteger().map(n => n + 0),
  decimal: fc.tuple(fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n }), fc.integer({ min: 0, max: 10 })).map(([n, places]) => {
    const digits = (n < 0n ? -n : n).toString().padStart(places + 1, '0')
    const fraction = digits.slice(digits.length - places, digits.length).replace(/0+$/, '')
    const value = (n < 0n ? '-' : '') + digits.slice(0, digits.length - places) + (places > 0 && fraction ? `.${fraction}` : '')
    return value === '-0' ? '0' : value
  }),
  money: fc.maxSafeInteger().map(n => n + 0),
  date: fc.integer({ min: -354285, max: 2932896 }).map(fromDays),
  text: fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).map(s => s.normalize('NFC').trim()).filter(s => s !== '' && !/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/u.test(s) && s.normalize('NFC').trim() === s),
  run: fc.integer({ min: 41000000, max: 41999999 }).map(n => `${n}-${checkDigit(String(n))}`),
  rut: fc.integer({ min: 100000, max: 99999999 }).map(n => `${n}-${checkDigit(String(n))}`),
  email: fc.tuple(word, word, fc.constantFrom('cl', 'com', 'gob.cl')).map(([a, b, c]) => `${a}@${b}.${c}`),
  phone: fc.oneof(fc.integer({ min: 0, max: 99999999 }).map(n => `+569${String(n).padStart(8, '0')}`), fc.integer({ min: 0, max: 99999999 }).map(n => `+562${String(n).padStart(8, '0')}`), fc.integer({ min: 1000000, max: 9999999 }).map(n => `+1212${n}`)),
  address: fc.record({ street: word, number: word, unit: word, comuna: fc.constantFrom('13120', '01101', '16302'), reference: word }, { requiredKeys: ['street', 'comuna'], noNullPrototype: true }) as fc.Arbitrary<Value>,
  file: fc.record({ name: word, type: fc.constant('application/pdf'), size: fc.integer({ min: 1, max: 1e7 }), sha256: fc.constant(sha) }, { noNullPrototype: true }),
  bank_account: fc.record({ bank: word, type: fc.constantFrom('current', 'sight', 'savings'), number: fc.integer({ min: 1000, max: 99999999 }).map(String) }, { noNullPrototype: true }),
  signature: fc.record({ method: fc.constant('claveunica'), sha256: fc.constant(sha), at: fc.constant('2026-11-24T13:05:00Z') }, { noNullPrototype: true }),
  list: fc.array(fc.record({ name: word, income: fc.nat() }, { noNullPrototype: true }), { minLength: 1, maxLength: 2 }) as unknown as fc.Arbitrary<Value>,
}
const factsOf = (kind: KindName): readonly FactSpec[] => kind === 'money' ? ['CLP', 'USD', 'CLF', 'EUR', 'ARS'].map(currency => spec('money', { currency })) : [spec(kind, kind === 'list' ? { list } : {})]
const readable = new Set<KindName>(['yesno', 'integer', 'decimal', 'money', 'date', 'text', 'run', 'rut', 'email', 'phone'])
for (const kind of kindNames) {
  if (kind === 'note') continue
  test(`${kind}: canonical stays itself, what is shown reads back, fields go round`, () => {
    for (const fact of factsOf(kind)) fc.assert(fc.property(canonicalValues[kind], value => {
      assert.deepEqual(canonical(fact, value), { ok: true, value })
      if (kind !== 'decimal') for (const channel of channels) assert.deepEqual(parse(fact, value, how(channel)), { ok: true, value }, channel)
      for (const lang of ['es', 'en']) {
        if (readable.has(kind)) assert.deepEqual(parse(fact, kinds[kind].format(value, fact, lang), how('web', lang)), { ok: true, value }, `${lang} ${kinds[kind].format(value, fact, lang)}`)
        if (kind === 'choice') assert.deepEqual(parse(fact, kinds[kind].format(value, fact, lang), how('chat', lang)), { ok: true, value })
        const said = kinds[kind].spoken(value, fact, lang)
        assert.ok(said !== '' && !said.includes('undefined') && !said.includes('NaN'), said)
      }
      if (kind === 'file' || kind === 'list') return
      const fields = kinds[kind].fields(value, fact)
      const raw = Object.keys(fields).length === 1 && '' in fields ? fields[''] : fields
      assert.deepEqual(parse(fact, raw, how()), { ok: true, value }, JSON.stringify(fields))
    }), { numRuns: 300 })
  })
}
const anything = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.anything(), fc.record({ digits: fc.string() }), fc.dictionary(fc.constantFrom('day', 'month', 'year', 'street', 'comuna', 'bank', 'type', 'number', 'name', 'size', 'sha256'), fc.anything()))
test('any input gives a value or a known code, and what it gives is canonical and can be shown', () => {
  const codes = new Set(Object.keys(answerErrors))
  for (const kind of kindNames) for (const fact of [...factsOf(kind), spec(kind, { lines: 3, list }), spec(kind, { format: 'plate_cl', min: 'x', max: '', list })]) fc.assert(fc.property(anything, fc.constantFrom(...channels), fc.constantFrom('es', 'en', 'arn'), (raw, channel, lang) => {
    const r = parse(fact, raw, how(channel, lang))
    if (!r.ok) return assert.ok(codes.has(r.code), r.code)
    if (kind !== 'list') assert.deepEqual(canonical(fact, r.value, '2026-11-24'), r)
    assert.equal(typeof kinds[kind].format(r.value, fact, lang), 'string')
    assert.equal(typeof kinds[kind].spoken(r.value, fact, lang), 'string')
  }), { numRuns: 300 })
})
test('a value of another kind, from an older version, is shown without failing', () => {
  const strangers = [true, 0, -1.5, '', 'x', [], ['x'], {}, null, undefined] as unknown as Value[]
  for (const kind of kindNames) for (const v of strangers) for (const fact of factsOf(kind)) {
    assert.doesNotThrow(() => { kinds[kind].format(v, fact, 'es'); kinds[kind].spoken(v, fact, 'es'); kinds[kind].spoken(v, fact, 'en'); kinds[kind].fields(v, fact) }, `${kind} ${JSON.stringify(v)}`)
  }
})
test('a megabyte of anything is answered at once', () => {
  const mega = 1 << 20
  const bombs: unknown[] = ['x', '1', ' ', '.', ',1', '-', '@', 'a@', '\u0315\u0327', 'e\u0301', '👍', '\ud800', '1.', 'K', '*', '#', '\n', '\r', 'á ', ' y '].map(s => s.repeat(mega / s.length))
  bombs.push({ digits: '1'.repeat(mega) }, { day: '1'.repeat(mega), month: '1', year: '1' }, { street: '\u0315\u0327'.repeat(mega / 2), comuna: '13120' }, { name: '/'.repeat(mega), type: 'a'.repeat(mega), size: 1, sha256: sha }, Array.from({ length: 100000 }, () => 'old_age'), { bank: 'x', type: 'x'.repeat(mega), number: '1'.repeat(mega) }, { method: 'a'.repeat(mega), sha256: sha, at: '2026' })
  for (const kind of kindNames) for (const fact of [spec(kind), spec(kind, { lines: 9, max_length: 100000, format: 'folio' })]) for (const raw of bombs) {
    let best = Number.POSITIVE_INFINITY
    for (let i = 0; i < 5 && best >= 50; i++) {
      const begin = performance.now()
      parse(fact, raw, how('chat'))
      best = Math.min(best, performance.now() - begin)
    }
    assert.ok(best < 50, `${kind} took ${best.toFixed(0)} ms for ${JSON.stringify(raw).slice(0, 40)}`)
  }
})
test('every way it can refuse says what to do, in Spanish and English, on screen and aloud', () => {
  for (const [code, words] of Object.entries(answerErrors)) for (const lang of ['es', 'en'] as const) {
    assert.ok(words[lang].length > 10 && /[.]$/.test(words[lang]), code)
    for (const fact of [spec('text', { max_length: 10, min_length: 2 }), spec('integer', { min: '1', max: '9' }), spec('date', { min: '1900-01-01', max: 'today' }), spec('file'), spec('list', { list }), spec('money', { min: '1000', max: '5000' })]) {
      assert.doesNotMatch(answerError(code, fact, lang, '2026-11-24'), /[{}]|undefined|NaN/, code)
      // Nobody writes at a telephone, and nobody there is "tú".
      if (lang === 'es') assert.doesNotMatch(spokenError(code, fact, lang, '2026-11-24'), /(?<!\p{L})([Ee]scribe|[Ee]lige|[Ee]legiste|[Rr]evisa|[Dd]eja|[Bb]orra|[Aa]djunta|[Ff]irma con|[Aa]grega|[Ss]igue|[Pp]rueba|empieza|tu|tus|te|puedes)(?!\p{L})/u, code)
    }
  }
  assert.equal(answerError('number-too-big', spec('integer', { max: '120' }), 'es'), 'Escribe un valor hasta 120.')
  assert.equal(answerError('number-too-small', spec('money', { min: '1050' }), 'es'), 'Escribe un valor desde $1.050.')
  assert.equal(answerError('date-too-late', spec('date', { max: 'today' }), 'es', '2026-11-24'), 'Escribe una fecha hasta el 24/11/2026.')
  assert.equal(answerError('file-type', spec('file'), 'en'), 'That kind of file is not accepted. Attach one of these: PDF, JPG, PNG.')
  assert.equal(answerError('file-too-big', spec('file', { max: '2621440' }), 'es'), 'El archivo es muy grande. Adjunta uno de hasta 2,5 MB.')
  assert.equal(answerError('text-too-long', spec('text', { max_length: 50 }), 'es'), 'El texto es muy largo. Escribe hasta 50 caracteres.')
  assert.equal(answerError('list-too-long', spec('list', { list }), 'es'), 'La lista tiene demasiados datos. Deja hasta 2.')
  assert.equal(answerError('never-heard-of', spec('text'), 'en'), answerErrors['not-understood'].en)
  assert.equal(spokenError('date-incomplete', spec('date'), 'es'), 'Falta una parte de la fecha. Diga o marque el día, el mes y el año.')
})
test('what a voice says', () => {
  const say = (type: KindName, value: Value, lang = 'es', more: Partial<FactSpec> = {}) => kinds[type].spoken(value, spec(type, more), lang)
  assert.equal(say('run', '41000117-9'), 'cuarenta y un millones, cero cero cero, uno uno siete, guion nueve')
  assert.equal(say('run', '41000117-9', 'en'), 'forty-one million, zero zero zero, one one seven, dash nine')
  assert.match(say('run', '41000050-K'), /guion K de kilo$/)
  assert.match(say('run', '41000050-K', 'en'), /dash K for kilo$/)
  assert.equal(say('rut', '1234567-4'), 'un millón, dos tres cuatro, cinco seis siete, guion cuatro')
  assert.equal(say('money', 1050), 'mil cincuenta pesos')
  assert.equal(say('money', 1), 'un peso')
  assert.equal(say('money', 21), 'veintiún pesos')
  assert.equal(say('money', 1000000), 'un millón de pesos')
  assert.equal(say('money', 2500000), 'dos millones quinientos mil pesos')
  assert.equal(say('money', 1000000000), 'mil millones de pesos')
  assert.equal(say('money', 231101), 'doscientos treinta y un mil ciento un pesos')
  assert.equal(say('money', -5), 'menos cinco pesos')
  assert.equal(say('money', 10050, 'es', { currency: 'USD' }), 'cien dólares con cincuenta centavos')
  assert.equal(say('money', 101, 'en', { currency: 'USD' }), 'one dollar and one cent')
  assert.equal(say('money', 211000, 'es', { currency: 'CLF' }), 'veintiuna coma uno unidades de fomento')
  assert.equal(say('money', 210000, 'es', { currency: 'CLF' }), 'veintiuna unidades de fomento')
  assert.equal(say('money', 41000117, 'en'), 'forty-one million one hundred and seventeen pesos')
  assert.equal(say('date', '1950-11-24'), 'veinticuatro de noviembre de mil novecientos cincuenta')
  assert.equal(say('date', '2026-01-01'), 'primero de enero de dos mil veintiséis')
  assert.equal(say('date', '1950-11-24', 'en'), 'the twenty-fourth of November nineteen fifty')
  assert.equal(say('date', '2005-03-31', 'en'), 'the thirty-first of March two thousand and five')
  assert.equal(say('date', '1905-02-02', 'en'), 'the second of February nineteen oh five')
  assert.equal(say('integer', 100), 'cien')
  assert.equal(say('integer', 555), 'quinientos cincuenta y cinco')
  assert.equal(say('integer', 9007199254740991), 'nueve mil siete billones ciento noventa y nueve mil doscientos cincuenta y cuatro millones setecientos cuarenta mil novecientos noventa y uno')
  assert.equal(say('integer', 1001, 'en'), 'one thousand and one')
  assert.equal(say('decimal', '-1.25'), 'menos uno coma dos cinco')
  assert.equal(say('email', 'bv1@gmail.com'), 'B de Barcelona, V de Valencia, uno, arroba gmail punto com')
  assert.equal(say('phone', '+56912345678'), 'más cinco seis, nueve, uno dos tres cuatro, cinco seis siete ocho')
  assert.equal(say('choice', 'old_age'), 'por vejez')
  assert.equal(say('many', ['old_age', 'disability']), 'por vejez e Invalidez')
  assert.equal(say('many', []), 'ninguna de las anteriores')
  assert.equal(say('address', { street: 'Los Aromos', number: '123', comuna: '13120' }, 'es', { options: comunas }), 'Los Aromos, número ciento veintitrés, comuna de Ñuñoa')
  assert.equal(say('text', 'AK-1', 'es', { format: 'folio' }), 'A de Ana, K de kilo, guion, uno')
  assert.equal(say('bank_account', { bank: 'BancoEstado', type: 'sight', number: '41000117' }), 'BancoEstado, cuenta vista, número cuatro uno cero, cero cero uno, uno siete')
})
test('what a screen shows', () => {
  const show = (type: KindName, value: Value, lang = 'es', more: Partial<FactSpec> = {}) => kinds[type].format(value, spec(type, more), lang)
  assert.equal(show('run', '41000117-9'), '41.000.117-9')
  assert.equal(show('money', 1050), '$1.050')
  assert.equal(show('money', 1050, 'en'), '$1,050')
  assert.equal(show('money', -105050, 'es', { currency: 'USD' }), '-US$1.050,50')
  assert.equal(show('money', 361234567, 'es', { currency: 'CLF' }), 'UF 36.123,4567')
  assert.equal(show('date', '2026-11-24'), '24/11/2026')
  assert.equal(show('date', '2026-11-24', 'en'), '24 November 2026')
  assert.equal(show('integer', 1950), '1950')
  assert.equal(show('integer', 20000), '20.000')
  assert.equal(show('decimal', '1234.5'), '1.234,5')
  assert.equal(show('phone', '+56912345678'), '+56 9 1234 5678')
  assert.equal(show('yesno', true), 'Sí')
  assert.equal(show('file', { name: 'carta.pdf', type: 'application/pdf', size: 1258291, sha256: sha }), 'carta.pdf (PDF, 1,2 MB)')
  assert.equal(show('address', { street: 'Los Aromos', number: '123', unit: 'depto 4', comuna: '13120' }, 'es', { options: comunas }), 'Los Aromos 123, depto 4, Ñuñoa')
  assert.equal(show('bank_account', { bank: 'BancoEstado', type: 'sight', number: '41000117' }), 'BancoEstado, Cuenta vista, 41000117')
  assert.equal(show('signature', { method: 'claveunica', sha256: sha, at: '2026-11-24T13:05:00Z' }), 'Firmado el 24/11/2026, 13:05 UTC')
})
test('every kind has a way in every channel, and IVR defers what a keypad cannot carry', () => {
  for (const kind of kindNames) for (const channel of channels) assert.ok(capture[kind][channel], `${kind} × ${channel}`)
  for (const kind of ['text', 'email', 'address', 'file', 'signature', 'decimal', 'bank_account', 'list'] as const) assert.equal(defers(spec(kind), 'ivr'), true, kind)
  for (const kind of ['yesno', 'choice', 'integer', 'money', 'date', 'run', 'phone'] as const) assert.equal(captureOf(spec(kind), 'ivr'), 'digits', kind)
  const many9 = Array.from({ length: 10 }, (_, i) => ({ id: `o${i}`, say: { es: `${i}` } }))
  assert.equal(captureOf(spec('choice', { options: many9 }), 'ivr'), 'deferred')
  assert.equal(captureOf(spec('choice', { options: many9 }), 'web'), 'select')
  assert.equal(captureOf(spec('choice', { options: many9 }), 'chat'), 'text')
  assert.equal(captureOf(spec('text', { lines: 5 }), 'web'), 'textarea')
  assert.equal(defers(spec('file'), 'phone'), true)
})
