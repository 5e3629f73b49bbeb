/** What an officer may do with a stage, and what becomes of it: one table for the case and for the linter. */
export const stageActions: { readonly [action: string]: 'stays' | 'ends' | 'refuses' } = {
  ask_more: 'stays', escalate: 'stays', note: 'stays',
  approve: 'ends', answer: 'ends', close: 'ends', forward: 'ends', issue: 'ends', resolve: 'ends', sign: 'ends',
  deny: 'refuses', refuse: 'refuses', reject: 'refuses',
}
