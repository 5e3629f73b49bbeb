/** A problem at its place in a file; lines and columns from 1. `toFinish`: a draft may still have it. */
export type FileProblem = { readonly file: string; readonly line: number; readonly col: number; readonly code: string; readonly level: 'E' | 'W'; readonly message: string; readonly toFinish?: boolean }

/** `file:line:col code message`, as editors and checkers read it; a message never breaks the line. */
export const lineOf = (p: FileProblem): string => `${p.file}:${p.line}:${p.col} ${p.code} ${p.message.replace(/\s+/g, ' ')}`
/** Does it keep the definition from being what it says it is? A draft may have things to finish. */
export const refuses = (p: FileProblem, draft: boolean): boolean => p.level === 'E' && !(draft && p.toFinish)
