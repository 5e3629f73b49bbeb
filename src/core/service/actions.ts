/** What an officer may do with a stage, and what becomes of it: one table for the case and for the linter. */
export const stageActions: { readonly [action: string]: 'stays' | 'ends' | 'refuses' } = {
  ask_more: 'stays', escalate: 'stays', note: 'stays',
  approve: 'ends', answer: 'ends', close: 'ends', forward: 'ends', issue: 'ends', pay: 'ends', resolve: 'ends', sign: 'ends',
  deny: 'refuses', refuse: 'refuses', reject: 'refuses',
}

/** A stage whose actor is `person` waits for hers: the effect that asks for it, and the event that ends the stage when its enabler saw it done. */
export const personActions: { readonly [action: string]: { readonly asks: string; readonly done: string } } = {
  pay:  { asks: 'charge', done: 'paid' },
  sign: { asks: 'sign',   done: 'signed' },
}
/** What the person is waited for in this stage; undefined when it is not hers. */
export const personActionOf = (stage: { readonly actor?: string; readonly actions?: readonly string[] } | undefined): string | undefined =>
  stage?.actor === 'person' ? stage.actions?.find((a) => Object.hasOwn(personActions, a)) : undefined
