/**
 * Where our language means something else than DMN 1.5's FEEL, on purpose. docs/decisions/2026-11-24-feel-differences.md explains each;
 * a test requires that every id here stands there and that at least one case or comparison shows it.
 */
export const differences = {
  'checked-types':   'A meeting of types that FEEL answers with null is refused before publication (E01, E02).',
  'no-zero-divisor': 'Dividing by what may be zero is refused before publication (E02) instead of giving null.',
  'sum-of-nothing':  '`sum` and `collect sum` of nothing give 0; FEEL gives null.',
  'skips-absent':    '`count` `sum` `min` `max` leave absent values out; FEEL counts them, or gives null.',
  'absent-equal':    '`=` with an absent side is false and `!=` true, two absent values included; in FEEL null = null.',
  'absent-some':     '`some` and `every` leave out the rows whose condition an absent value leaves open; FEEL gives null.',
  'list-absent':     'A list that does not apply behaves as one without rows; FEEL gives null.',
  'month-end':       'A date plus months that lacks the day is the last day of that month; FEEL gives null.',
  'decimal-places':  'Decimals keep 10 places, rounded half even; FEEL keeps 34 figures.',
  'any-cell':        'A cell "-" of a decision table matches an absent input too; FEEL asks for one that is not null.',
  'round-word':      '`round(x, up|down|half_up)` to a whole number; FEEL has `round up(x, 0)` and so on.',
  'whole-modulo':    '`modulo` takes whole numbers only.',
  'no-duration-product': 'Durations are not multiplied or divided.',
  'safe-integers':   'Whole numbers and money beyond 2^53 - 1 become absent; FEEL goes on.',
  'names':           'A name holds no spaces or dots and minus needs spaces around it.',
  'unknown':         'What was not asked yet is unknown, a third value above null, and stays so unless it cannot matter.',
} as const
export type Difference = keyof typeof differences

/** Where feelin 8.2.0 departs from the text of DMN 1.5 and we follow the text: the comparison tells it what the text says. */
export const theirOwn = {
  'range-ends':  '`between` and `in` take the ends of a range in either order, and give null when an end is null; table 55 defines them by >= and <=.',
  'days-equal':  'Durations in days of a year or so that differ by weeks are equal, P283D = P263D; table 53 compares their values.',
  'months-rounded': '`years and months duration` rounds the days left over into months and keeps the rest, so that 1980-09-07 to 2007-01-06 has 4 months; §10.3.4.1 gives the whole ones, 3.',
  'date-extremes': '`min` and `max` of dates give null; §10.3.4.4 takes any comparable items.',
} as const
export type TheirOwn = keyof typeof theirOwn
