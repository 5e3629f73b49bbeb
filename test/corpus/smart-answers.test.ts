import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { channels } from '#core/actor'
import { walk } from '#core/journey'
import { readVocabulary } from '#enablers/authoring'
import { engineOf } from './corpus.ts'

const root = join(import.meta.dirname, '../..'), data = join(root, '../shared/data/smart-answers-sample'), needs = existsSync(data) ? {} : { skip: 'needs ../shared/data' }
const { vocabulary } = readVocabulary([join(root, 'services')])
type Recorded = { readonly responses: readonly string[]; readonly next: string; readonly outcome: boolean }
/** The source's records: Ruby's symbols begin with a colon, questions end with a question mark. */
function recorded(flow: string): readonly Recorded[] {
  return readFileSync(join(data, `${flow}-responses-and-expected-results.yml`), 'utf8').split(/^- (?=:current_node:)/m).slice(1).map((text) => ({
    responses: [...text.matchAll(/^ {2}- '?([^'\n]+?)'?$/gm)].map(([, r]) => r!), next: /^ *:next_node: :(.+)$/m.exec(text)![1]!.replace(/\?$/, ''), outcome: /^ *:outcome_node: true$/m.test(text),
  }))
}
for (const [flow, paths] of [['towing-rules', 38], ['register-a-death', 104]] as const) test(`${flow}: each of its ${paths} recorded steps asks the same next, in every channel`, needs, () => {
  const file = join(import.meta.dirname, 'smart-answers', `${flow}.yaml`), engine = engineOf(readFileSync(file, 'utf8'), file, vocabulary)
  assert.ok(typeof engine !== 'string', String(engine))
  const all = recorded(flow), wrong: string[] = []
  assert.equal(all.length, paths)
  for (const channel of channels) for (const { responses, next, outcome } of all) {
    const answers: { [fact: string]: string } = {}, now = () => walk(engine, answers, { lang: 'en', channel, today: '2026-11-28' }).view
    const asked = (view: ReturnType<typeof now>): string | null => view.errors[0]?.fact ?? view.missing[0] ?? null
    for (const r of responses) { const at = asked(now()); if (at === null) { wrong.push(`${channel} ${responses.join('/')}: nothing is asked before «${r}»`); break } answers[at] = r }
    const view = now(), got = asked(view) ?? view.computed['outcome']
    if (got !== next || (outcome && asked(view) !== null)) wrong.push(`${channel} ${responses.join('/')}: ${String(got)}, recorded is ${next}`)
  }
  assert.deepEqual(wrong, [])
})
