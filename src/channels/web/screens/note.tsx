import type { VNode } from 'preact'
import { fillOf, Inset, langOf, Prose, textIn } from '#ui'
import type { Here, Web } from '../types.ts'

/** A note of the definition: its Markdown is read first, then answers are put in, so that an answer stays the words somebody wrote. */
export function Note({ web, here: { lang, journey: { engine, view } }, path }: { web: Web; here: Here; path: string }): VNode {
  const { ask: text } = engine.fact(path)!.say
  return <Inset><Prose text={textIn(text, lang)} fill={fillOf(engine, view, lang, web.lists())} lang={langOf(text, lang)} /></Inset>
}
