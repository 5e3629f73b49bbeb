import { absent, clp, type Context, date, decimal, integer, list, many, text, unknown, yesno } from './evaluate.ts'
import type { Difference } from './differences.ts'

/**
 * Cases written from the text of DMN 1.5, each with its clause. `expected` is what FEEL means. Where
 * ours differs on purpose, `ours` says what we give (or the code we refuse with) and `why` which difference it is.
 * Durations are written in ISO 8601, undefined is our unknown.
 */
export type Case = { readonly clause: string; readonly source: string; readonly context?: Context; readonly expected: unknown; readonly ours?: unknown; readonly refused?: 'E01' | 'E02'; readonly why?: Difference }

const n = { n: integer(7), z: integer(0), d: decimal('2.5'), m: clp(1050), gone: absent('integer'), gone_d: absent('decimal'), later: unknown('integer') }
const b = { yes: yesno(true), nope: yesno(false), gone: absent('yesno'), later: unknown('yesno') }
const t = { s: text('foobar'), empty: text(''), emoji: text('🐎ab'), no_text: absent('text'), word: text('ÁRBOL') }
const d = { born: date('1961-11-24'), leap: date('2024-02-29'), end: date('2026-08-31'), gone: absent('date') }
const home = list({ age: 'integer', income: 'money', works: 'yesno', rate: 'decimal' }, { age: 40, income: 500000, works: true, rate: '0.5' }, { age: 12, works: false, rate: '1.25' }, { age: 70, income: 250000, works: false })
const l = { home, nobody: list({ age: 'integer', income: 'money', works: 'yesno', rate: 'decimal' }), needs: many('food', 'rent'), none: many() }

const group = (clause: string, context: Context | undefined, rows: readonly (readonly [source: string, expected: unknown] | readonly [source: string, expected: unknown, why: Difference, ours: unknown])[]): Case[] =>
  rows.map(([source, expected, why, ours]) => ({
    clause, source, expected, ...(context ? { context } : {}), ...(why ? { why } : {}), ...(typeof ours === 'string' && /^!E0/.test(ours) ? { refused: ours.slice(1) as 'E01' | 'E02' } : why ? { ours } : {}),
  }))

export const cases: readonly Case[] = [
  // Literals and precedence (grammar rules 4, 19-24, 33-37)
  ...group('10.3.1.2', n, [
    ['1 + 2 * 3', 7], ['(1 + 2) * 3', 9], ['10 - 3 - 2', 5], ['2 * 3 + 4 * 5', 26], ['-3 + 5', 2], ['- (3 + 5)', -8], ['2 - -3', 5], ['.5 + 0.5', 1], ['1.50', 1.5], ['12 / 4 / 3', 1],
    ['"a\\"b"', 'a"b'], ['"línea\\n"', 'línea\n'], ['true', true], ['null', null], ['1 < 2 and 3 < 4', true], ['1 + 1 = 2', true], ['not(1 = 2) and true', true], ['true or false and false', true],
    ['if 1 < 2 then 1 + 1 else 0', 2], ['2*3', 6], ['n-1', 6, 'names', '!E01'],
  ]),
  // Numbers are decimal, not binary
  ...group('10.3.2.3.1', n, [
    ['0.1 + 0.2 = 0.3', true], ['1.1 * 1.1', 1.21], ['1.0 = 1', true], ['1.10 = 1.1', true], ['2.50 < 2.5', false], ['0.1 * 3', 0.3], ['1 / 3 * 3 = 1', false], ['1 / 3', 0.3333333333, 'decimal-places', 0.3333333333], ['9007199254740991 + n', 9007199254740998, 'safe-integers', null],
  ]),
  // Arithmetic (tables 56-59, 62)
  ...group('10.3.2.15', n, [
    ['n + 3', 10], ['n - 10', -3], ['n * 6', 42], ['n / 2', 3.5], ['d * 2', 5], ['d + n', 9.5], ['d / 2', 1.25], ['-n', -7], ['-d', -2.5], ['m + 50', 1100], ['m * 2', 2100], ['m / 4', 262.5], ['m - m', 0],
    ['gone + 1', null], ['1 - gone', null], ['gone * 0', null], ['gone / 2', null], ['-gone', null], ['gone_d + 1', null], ['1 / 0', null, 'no-zero-divisor', '!E02'], ['n / z', null, 'no-zero-divisor', '!E02'], ['if z > 0 then n / z else 0', 0], ['if n != 0 then d / n else 0', 0.3571428571, 'decimal-places', 0.3571428571],
    ['n + "1"', null, 'checked-types', '!E02'], ['true + 1', null, 'checked-types', '!E02'], ['"a" - "b"', null, 'checked-types', '!E02'], ['later + 1', undefined, 'unknown', undefined], ['later * gone', null, 'unknown', null],
  ]),
  // Comparison (tables 49, 52-54)
  ...group('10.3.2.15', { ...n, ...t, ...b }, [
    ['1 = 1', true], ['1 != 1', false], ['n = 7', true], ['7 = n', true], ['n != 8', true], ['n < 8', true], ['n <= 7', true], ['n > 7', false], ['n >= 7', true], ['d > 2', true], ['2 < d', true], ['m = 1050', true], ['m > 1000.5', true],
    ['"a" = "a"', true], ['s = "Foobar"', false], ['"abc" < "abd"', true], ['"ab" < "abc"', true], ['"b" > "abc"', true], ['"a" <= "a"', true], ['empty = ""', true], ['yes = true', true], ['yes != nope', true],
    ['n = null', false], ['null = n', false], ['n != null', true], ['null = null', true], ['null != null', false], ['1 = "1"', null, 'checked-types', '!E02'], ['1 < "1"', null, 'checked-types', '!E02'], ['true < false', null, 'checked-types', '!E02'],
  ]),
  ...group('10.3.2.15', { ...n, text_gone: absent('text') }, [
    ['gone = null', true], ['gone != null', false], ['gone = 1', false], ['gone != 1', true], ['gone < 1', null], ['gone >= 1', null], ['1 > gone', null], ['gone = gone', true, 'absent-equal', false], ['gone != gone', false, 'absent-equal', true], ['text_gone = "x"', false],
    ['later = 1', undefined, 'unknown', undefined], ['later < 1', undefined, 'unknown', undefined], ['gone < later', null, 'unknown', null],
  ]),
  // Three-valued logic (tables 50 and 51)
  ...group('10.3.2.15', b, [
    ['yes and yes', true], ['yes and nope', false], ['yes and gone', null], ['nope and yes', false], ['nope and nope', false], ['nope and gone', false], ['gone and yes', null], ['gone and nope', false], ['gone and gone', null],
    ['yes or yes', true], ['yes or nope', true], ['yes or gone', true], ['nope or yes', true], ['nope or nope', false], ['nope or gone', null], ['gone or yes', true], ['gone or nope', null], ['gone or gone', null],
    ['yes and 1 < 2', true], ['1 and yes', null, 'checked-types', '!E02'],
    ['later and nope', false, 'unknown', false], ['later or yes', true, 'unknown', true], ['later and yes', undefined, 'unknown', undefined], ['later or nope', undefined, 'unknown', undefined], ['later and gone', undefined, 'unknown', undefined], ['gone and nope or later', undefined, 'unknown', undefined],
  ]),
  ...group('10.3.4.2', b, [['not(yes)', false], ['not(nope)', true], ['not(gone)', null], ['not(null = null)', false], ['not(later)', undefined, 'unknown', undefined], ['not(1)', null, 'checked-types', '!E02']]),
  // If (table 49, rule 45): only true takes the first way
  ...group('10.3.2.15', { ...b, ...n, ...t }, [
    ['if yes then 1 else 2', 1], ['if nope then 1 else 2', 2], ['if 1 > 2 then "a" else "b"', 'b'], ['if yes then n else d', 7], ['if true then null else 1', null], ['if nope then 1 else if yes then 2 else 3', 2], ['(if yes then 1 else 2) + 1', 2],
  ]),
  ...group('10.3.2.15', { gone: absent('yesno'), later: unknown('yesno') }, [['if gone then 1 else 2', 2], ['if gone = true then 1 else 2', 2], ['if later then 1 else 2', undefined, 'unknown', undefined]]),
  // Between, in and ranges (table 55)
  ...group('10.3.2.15', { ...n, ...t }, [
    ['n between 1 and 7', true], ['n between 8 and 9', false], ['n between 7 and 7', true], ['gone between 1 and 7', null], ['n in [1..7]', true], ['n in [1..7)', false], ['n in (7..9]', false], ['n in ]6..8[', true], ['n in (6..8)', true], ['n in [8..9]', false], ['d in [2..3]', true],
    ['n in (1, 7, 9)', true], ['n in (1, 2)', false], ['n in (<5, >6)', true], ['n in <= 7', true], ['n in > 7', false], ['n in ([1..3], [5..8])', true], ['n in [1, 7]', true], ['n in 7', true], ['n in (= 7)', true], ['n in (!= 7)', false], ['s in ("foo", "foobar")', true], ['s in ["a".."g"]', true],
    ['gone in [1..7]', null], ['n between 1 and gone', null], ['n between 8 and gone', false], ['later in [1..7]', undefined, 'unknown', undefined], ['n in ("7")', null, 'checked-types', '!E02'], ['"food" in s', null, 'checked-types', false],
  ]),
  // Quantifiers (table 49, rule 46)
  ...group('10.3.2.15', l, [
    ['some p in home satisfies p.age > 65', true], ['some p in home satisfies p.age > 90', false], ['every p in home satisfies p.age > 10', true], ['every p in home satisfies p.age > 20', false], ['some p in nobody satisfies p.age > 0', false], ['every p in nobody satisfies p.age > 0', true],
    ['some p in home satisfies p.works and p.income > 400000', true], ['some p in home satisfies p.income > 600000', null, 'absent-some', false], ['every p in home satisfies p.income > 1', null, 'absent-some', true], ['some p in home satisfies p.income > 400000', true], ['every p in home satisfies p.income > 300000', false],
    ['some p in home satisfies some q in home satisfies p.age = q.age + 28', true], ['not(some p in home satisfies p.age < 18)', false],
  ]),
  // Lists (10.3.4.4)
  ...group('10.3.4.4', l, [
    ['count(home)', 3], ['count(nobody)', 0], ['count(needs)', 2], ['count(none)', 0], ['sum(home.age)', 122], ['sum(nobody.age)', null, 'sum-of-nothing', 0], ['sum(1, 2, 3)', 6], ['sum(1)', 1], ['sum(1.5, 2)', 3.5], ['min(home.age)', 12], ['max(home.age)', 70], ['min(3, 1, 2)', 1], ['max(1, 2.5)', 2.5], ['min(5)', 5], ['min(nobody.age)', null], ['max(nobody.age)', null],
    ['min("b", "a")', 'a', 'checked-types', '!E02'], ['list contains(needs, "food")', true], ['list contains(needs, "car")', false], ['list contains(none, "food")', false], ['"food" in needs', true], ['"car" in needs', false], ['max(date("2026-01-01"), date("2026-05-01"))', '2026-05-01'], ['min(duration("P3D"), duration("P2D"))', 'P2D'],
    ['sum(home.income)', null, 'skips-absent', 750000], ['min(home.income)', null, 'skips-absent', 250000], ['max(home.income)', null, 'skips-absent', 500000], ['count(home.income)', 3, 'skips-absent', 2], ['sum(home.rate)', null, 'skips-absent', 1.75], ['max(home.rate)', null, 'skips-absent', 1.25], ['sum("a")', null, 'checked-types', '!E02'],
  ]),
  ...group('10.3.4.4', n, [['sum(n, 3)', 10], ['sum(n, gone)', null, 'skips-absent', 7], ['max(n, gone)', null, 'skips-absent', 7], ['sum(n, later)', undefined, 'unknown', undefined], ['max(later, gone)', undefined, 'unknown', undefined]]),
  ...group('10.3.2.16', { away: { ...home, value: null } }, [['count(away)', null, 'list-absent', 0], ['sum(away.age)', null, 'list-absent', 0], ['some p in away satisfies p.age > 1', null, 'list-absent', false], ['every p in away satisfies p.age > 1', null, 'list-absent', true]]),
  // Dates and durations (10.3.4.1, tables 57, 59, 65, 66)
  ...group('10.3.4.1', d, [
    ['date("2012-12-25") - date("2012-12-24")', 'P1D'], ['date("2024-02-29")', '2024-02-29'], ['date("2026-02-29")', null, 'checked-types', '!E02'], ['date("2026-2-1")', null, 'checked-types', '!E02'], ['duration("P2Y2M") = duration("P26M")', true], ['duration("P1D")', 'P1D'], ['duration("-P3D")', '-P3D'], ['duration("hello")', null, 'checked-types', '!E02'],
    ['years and months duration(date("2011-12-22"), date("2013-08-24"))', 'P1Y8M'], ['years and months duration(date("2013-08-24"), date("2011-12-22"))', '-P1Y8M'], ['years and months duration(date("2020-01-31"), date("2020-02-29"))', 'P0M'], ['years and months duration(born, date("2026-11-23")).years', 64], ['years and months duration(born, date("2026-11-24")).years', 65], ['years and months duration(born, gone)', null],
    ['years and months duration(leap, date("2025-02-28"))', 'P11M'], ['years and months duration(leap, date("2025-03-01"))', 'P1Y'],
  ]),
  ...group('10.3.2.15', d, [
    ['date("2026-11-24") + duration("P60D")', '2027-01-23'], ['duration("P1D") + date("2024-02-28")', '2024-02-29'], ['date("2026-03-01") - duration("P1D")', '2026-02-28'], ['born + duration("P65Y")', '2026-11-24'], ['date("2026-01-15") - duration("P2M")', '2025-11-15'], ['end + duration("P6M")', null, 'month-end', '2027-02-28'], ['leap + duration("P1Y")', null, 'month-end', '2025-02-28'],
    ['duration("P1D") + duration("P2D")', 'P3D'], ['duration("P1Y") - duration("P1M")', 'P11M'], ['duration("P1D") + duration("P1M")', null, 'checked-types', '!E02'], ['date("2026-01-01") + date("2026-01-01")', null, 'checked-types', '!E02'], ['date("2026-01-01") + 1', null, 'checked-types', '!E02'], ['gone + duration("P1D")', null], ['gone - born', null],
    ['duration("P2D") * 3', 'P6D', 'no-duration-product', '!E02'], ['duration("P6D") / duration("P2D")', 3, 'no-duration-product', '!E02'], ['-duration("P2D")', '-P2D'], ['date("9999-12-31") + duration("P1D")', '10000-01-01', 'safe-integers', null],
    ['born < leap', true], ['born = date("1961-11-24")', true], ['born != leap', true], ['duration("P1D") < duration("P2D")', true], ['duration("P12M") = duration("P1Y")', true], ['duration("P1M") < duration("P40D")', null, 'checked-types', '!E02'], ['born in [date("1961-01-01")..date("1961-12-31")]', true], ['born between date("1962-01-01") and date("1963-01-01")', false],
    ['born.year', 1961], ['born.month', 11], ['born.day', 24], ['date("2026-11-24").weekday', 2], ['date("2026-11-22").weekday', 7], ['duration("P20M").years', 1], ['duration("P20M").months', 8], ['duration("P45D").days', 45], ['gone.year', null],
  ]),
  // Text (10.3.4.3)
  ...group('10.3.4.3', t, [
    ['string length("foo")', 3], ['string length(emoji)', 3], ['string length(empty)', 0], ['upper case("aBc4")', 'ABC4'], ['lower case("aBc4")', 'abc4'], ['lower case(word)', 'árbol'], ['contains(s, "of")', false], ['contains(s, "oba")', true], ['contains(s, "")', true], ['starts with(s, "fo")', true], ['starts with(s, "bar")', false], ['ends with(s, "r")', true], ['ends with(s, "foobar!")', false],
    ['string length(no_text)', null], ['contains(no_text, "a")', null], ['upper case(no_text)', null], ['string length(7)', null, 'checked-types', '!E02'],
  ]),
  ...group('10.3.2.15', t, [['s + "!"', 'foobar!'], ['"" + ""', ''], ['no_text + "x"', null], ['s * 2', null, 'checked-types', '!E02']]),
  // Numbers (10.3.4.5)
  ...group('10.3.4.5', n, [
    ['abs(-10)', 10], ['abs(10)', 10], ['abs(-d)', 2.5], ['abs(gone)', null], ['abs(duration("-P5D"))', 'P5D'], ['floor(1.5)', 1], ['floor(-1.5)', -2], ['ceiling(1.5)', 2], ['ceiling(-1.5)', -1], ['floor(3)', 3], ['floor(gone_d)', null],
    ['modulo(12, 5)', 2], ['modulo(-12, 5)', 3], ['modulo(12, -5)', -3], ['modulo(-12, -5)', -2], ['modulo(12, 0)', null], ['modulo(gone, 5)', null], ['modulo(10.1, 4.5)', 1.1, 'whole-modulo', '!E02'],
    ['round(5.5, up)', 6, 'round-word', 6], ['round(-5.5, up)', -6, 'round-word', -6], ['round(5.1, up)', 6, 'round-word', 6], ['round(5.5, down)', 5, 'round-word', 5], ['round(-5.5, down)', -5, 'round-word', -5], ['round(5.5, half_up)', 6, 'round-word', 6], ['round(-5.5, half_up)', -6, 'round-word', -6], ['round(5.4, half_up)', 5, 'round-word', 5], ['round(m / 4, half_up)', 263, 'round-word', 263], ['round(gone_d, up)', null, 'round-word', null], ['abs("x")', null, 'checked-types', '!E02'],
  ]),
  // Errors give null; ours never reach run time
  ...group('10.3.2.16', n, [['no_such(1)', null, 'checked-types', '!E01'], ['nobody_knows', null, 'checked-types', '!E01'], ['string length(1, 2)', null, 'checked-types', '!E02']]),
]

/** Decision tables (clause 8.2 and 10.3.2.10): `inputs` are values of the context's facts x and y. */
export type TableCase = { readonly clause: string; readonly name: string; readonly hit: string; readonly inputs: readonly string[]; readonly rules: readonly { readonly if: readonly string[]; readonly then: string }[]; readonly default?: string; readonly given: { readonly x?: number | null | undefined; readonly y?: string | null | undefined }; readonly kind?: 'integer' | 'decimal' | 'text'; readonly expected: unknown; readonly ours?: unknown; readonly why?: Difference }
const bands = [{ if: ['< 18', '-'], then: '1' }, { if: ['[18..65)', '-'], then: '2' }, { if: ['>= 65', '-'], then: '3' }] as const
const overlap = [{ if: ['> 0', '-'], then: '10' }, { if: ['> 10', '-'], then: '20' }, { if: ['> 20', '"a"'], then: '5' }] as const
const same = [{ if: ['> 0', '-'], then: '7' }, { if: ['< 100', '-'], then: '7' }] as const
const parts = [{ if: ['> 0', '-'], then: '1.5' }, { if: ['> 10', '-'], then: '2' }] as const
const xy = ['x', 'y'] as const
export const tables: readonly TableCase[] = [
  { clause: '8.2.8', name: 'unique: first band', hit: 'unique', inputs: xy, rules: bands, given: { x: 17, y: 'a' }, expected: 1 },
  { clause: '8.2.8', name: 'unique: closed start', hit: 'unique', inputs: xy, rules: bands, given: { x: 18, y: 'a' }, expected: 2 },
  { clause: '8.2.8', name: 'unique: open end', hit: 'unique', inputs: xy, rules: bands, given: { x: 65, y: 'a' }, expected: 3 },
  { clause: '8.2.8', name: 'any: several rules agree', hit: 'any', inputs: xy, rules: same, given: { x: 50, y: 'a' }, expected: 7 },
  { clause: '8.2.8', name: 'first: the order decides', hit: 'first', inputs: xy, rules: overlap, given: { x: 25, y: 'a' }, expected: 10 },
  { clause: '10.3.2.10', name: 'no rule and no default is null', hit: 'first', inputs: xy, rules: overlap, given: { x: -1, y: 'a' }, expected: null },
  { clause: '10.3.2.10', name: 'no rule gives the default', hit: 'first', inputs: xy, rules: overlap, default: '99', given: { x: -1, y: 'a' }, expected: 99 },
  { clause: '10.3.2.10', name: 'collect sum', hit: 'collect sum', inputs: xy, rules: overlap, given: { x: 25, y: 'a' }, expected: 35 },
  { clause: '10.3.2.10', name: 'collect min', hit: 'collect min', inputs: xy, rules: overlap, given: { x: 25, y: 'a' }, expected: 5 },
  { clause: '10.3.2.10', name: 'collect max', hit: 'collect max', inputs: xy, rules: overlap, given: { x: 25, y: 'a' }, expected: 20 },
  { clause: '10.3.2.10', name: 'collect count', hit: 'collect count', inputs: xy, rules: overlap, given: { x: 25, y: 'b' }, expected: 2 },
  { clause: '10.3.2.10', name: 'collect count of no rule', hit: 'collect count', inputs: xy, rules: overlap, given: { x: -1, y: 'b' }, expected: null, why: 'sum-of-nothing', ours: 0 },
  { clause: '10.3.2.10', name: 'collect sum of no rule', hit: 'collect sum', inputs: xy, rules: overlap, given: { x: -1, y: 'b' }, expected: null, why: 'sum-of-nothing', ours: 0 },
  { clause: '10.3.2.10', name: 'collect sum of no rule, decimals', hit: 'collect sum', inputs: xy, rules: parts, kind: 'decimal', given: { x: -1, y: 'b' }, expected: null, why: 'sum-of-nothing', ours: '0' },
  { clause: '10.3.2.10', name: 'collect sum mixes whole and decimal', hit: 'collect sum', inputs: xy, rules: parts, kind: 'decimal', given: { x: 25, y: 'b' }, expected: '3.5' },
  { clause: '10.3.2.10', name: 'collect max mixes whole and decimal', hit: 'collect max', inputs: xy, rules: parts, kind: 'decimal', given: { x: 25, y: 'b' }, expected: '2' },
  { clause: '10.3.2.10', name: 'first gives a whole number as decimal', hit: 'first', inputs: xy, rules: [{ if: ['> 10', '-'], then: '2' }, { if: ['-', '-'], then: '1.5' }], kind: 'decimal', given: { x: 25, y: 'b' }, expected: '2' },
  { clause: '10.3.2.10', name: 'collect min of no rule', hit: 'collect min', inputs: xy, rules: overlap, given: { x: -1, y: 'b' }, expected: null },
  { clause: '10.3.2.10', name: 'collect with default', hit: 'collect max', inputs: xy, rules: overlap, default: '0', given: { x: -1, y: 'b' }, expected: 0 },
  { clause: '7.3.2', name: 'a cell of several values', hit: 'first', inputs: ['x'], rules: [{ if: ['1, 3, 5'], then: '1' }, { if: ['2, [10..20]'], then: '2' }], given: { x: 12 }, expected: 2 },
  { clause: '7.3.2', name: 'a cell of texts', hit: 'first', inputs: ['y'], rules: [{ if: ['"a", "b"'], then: '"first"' }, { if: ['-'], then: '"other"' }], kind: 'text', given: { y: 'b' }, expected: 'first' },
  { clause: '10.3.2.10', name: 'an input expression', hit: 'first', inputs: ['x * 2'], rules: [{ if: ['> 10'], then: '1' }, { if: ['-'], then: '0' }], given: { x: 6 }, expected: 1 },
  { clause: '10.3.2.10', name: 'null matches no test', hit: 'first', inputs: ['x'], rules: [{ if: ['< 5'], then: '1' }, { if: ['>= 5'], then: '2' }], given: { x: null }, expected: null },
  { clause: '10.3.2.10', name: 'null against a dash', hit: 'first', inputs: ['x'], rules: [{ if: ['-'], then: '1' }], given: { x: null }, expected: null, why: 'any-cell', ours: 1 },
  { clause: '10.3.2.10', name: 'an output expression', hit: 'first', inputs: ['x'], rules: [{ if: ['-'], then: 'x + 1' }], given: { x: 6 }, expected: 7 },
  { clause: '10.3.2.10', name: 'unknown stays unknown', hit: 'first', inputs: ['x'], rules: [{ if: ['< 5'], then: '1' }, { if: ['>= 5'], then: '2' }], given: {}, expected: undefined, why: 'unknown', ours: undefined },
]
