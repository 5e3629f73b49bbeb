/**
 * Every code of the linter, as a table: what it means and how to mend it. docs/service-author.md holds the same rows, a test ties them. `E` keeps a
 * definition from being published, `W` only says; what `finish` marks may stay open in a draft (contracts §2 and §3).
 */
export const lintCodes: { readonly [code: string]: { readonly means: string; readonly mend: string; readonly finish?: true } } = {
  E00: { means: 'the shape is wrong: a key, a kind or a text that does not belong', mend: 'follow service.schema.json; the message names the key' },
  E01: { means: 'a name that is not there: fact, option, attribute, parameter, register, section', mend: 'correct the spelling, or add what it names' },
  E02: { means: 'types that do not meet, mixed units, a divisor that may be zero', mend: 'compare like with like; guard the division' },
  E03: { means: 'a rule reads a fact that is asked later', mend: 'move the fact up, or the rule down' },
  E05: { means: 'a decision table with a gap, an overlap or a row that can never match; an option never offered', mend: 'cover each case once, or give a `default`; drop the row or the option' },
  E06: { means: 'a check that no answer can pass', mend: 'correct the check' },
  E07: { means: 'a rule reads a fact that may not apply', mend: 'wrap it in `applies(x)` or `default(x, …)`' },
  E08: { means: 'a stage without exit; an actor, action, output or notice that is not there', mend: 'give the stage an action that ends it; correct the name' },
  E09: { means: 'a text is missing in a declared language', mend: 'write it, or lay `wording.<lang>.yaml` beside', finish: true },
  E10: { means: 'costs too much, or a list without `max`', mend: 'lower `max`, or say it more simply' },
  E11: { means: 'personal data without purpose, sensitive data without legal basis, or a fact nobody reads', mend: 'say `purpose` or `legal_basis`, or do not ask it', finish: true },
  E12: { means: 'asks what a register already holds', mend: 'name the `source`, or say the `reason` with its date', finish: true },
  E13: { means: 'an example gives something else, or an outcome has no example', mend: 'correct the rule or the example; add one per outcome', finish: true },
  E14: { means: 'an id that meant something else in an earlier version', mend: 'take a new id; say in `migrate` what becomes of the old one' },
  E15: { means: 'an assurance that no served channel can give', mend: 'lower it, or serve a channel that gives it' },
  W01: { means: 'wording that cannot be said aloud, or speaks to the person in the wrong form (screens *tú*, voice *usted*)', mend: 'write `voice`, or the other form' },
  W02: { means: 'more than 9 options for a telephone keypad', mend: 'split the question' },
  W03: { means: 'more than a fifth of the questions cannot be answered by keypad', mend: 'serve `ivr` as `signpost`, or ask otherwise' },
  W06: { means: 'the same wording twice', mend: 'tell the two apart' },
  W07: { means: 'a condition that always holds', mend: 'drop it, or correct the figure' },
  W09: { means: 'an id that is not snake_case', mend: 'use small letters, digits and `_`' },
  W10: { means: 'a legal basis of sensitive data that names no norm', mend: 'cite the law and its article: the public register of processing activities shows it' },
}
