import { may } from '#core/assurance'
import type { Case } from '#core/case'
import type { Answers } from '#core/journey'
import { fileMax, fileTypes } from '#core/kinds'
import { no, type Outcome, type Refusal, yes } from '#core/refusal'
import type { FileValue } from '#core/service'
import { type Incoming, intake, TooLarge, WrongType } from '#platform/blob'
import type { Alive, CasesNeeds, Here, Spine } from './spine.ts'
import type { Cases, Viewer } from './types.ts'

/** Documents one case may hold. */
const mostFiles = 60

/** Streams a document into the case, sealed; its kind is read from its first bytes, whatever its name says. The answer that names it comes after. */
export function createAttach(needs: CasesNeeds, spine: Spine): Cases['attach'] {
  return async (id, path, file, viewer) => {
    const here = await spine.load(id)
    if (here === null) return no('not-found')
    const allowed = may('answer', viewer, here.row as Parameters<typeof may>[2])
    if (!allowed.ok) return allowed
    if (here.key === null) return no('journey-ended')
    const engine = await spine.engineOf(here.file), fact = engine.fact(path)
    if (fact?.type !== 'file') return no('question-not-asked', { path })
    if (here.file.status !== 'journey' && fact.may_follow === undefined) return no('already-submitted', { path })
    if ((fact.assurance ?? 0) > viewer.assurance) return no(viewer.person === undefined ? 'sign-in-needed' : 'assurance-too-low', { path, needs: fact.assurance })
    if (filesOf(here.file.answers).length >= mostFiles) return no('files-too-many', { most: mostFiles })
    return takeFile(needs, id, here.key, file, { path, accept: fileTypes(fact), most: fileMax(fact) })
  }
}
/** Into the blobs; what it may not be is a refusal. */
async function takeFile(needs: Pick<CasesNeeds, 'blobs'>, id: string, key: Alive['key'], file: Incoming, { path, accept, most }: { readonly path: string; readonly accept: readonly string[]; readonly most: number }): Promise<Outcome<FileValue>> {
  try { return yes(await intake(needs.blobs, id, key, file, { accept, most })) } catch (error) {
    if (error instanceof TooLarge) return no('file-too-large', { path, most })
    if (error instanceof WrongType) return no('file-type-refused', { path, accept })
    throw error
  }
}
/** What a scanner gives; a letter of many pages in colour still fits. */
const scans = { path: '', accept: ['application/pdf', 'image/jpeg', 'image/png'], most: 20 * 1024 * 1024 } as const
/** The picture of a paper goes to the case without being the answer to a question: one statement names it, so it stays as long as the file. */
export function createKeepPaper(needs: CasesNeeds, spine: Spine): Cases['keepPaper'] {
  return async (id, file, viewer) => {
    const here = await spine.load(id)
    if (here === null) return no('not-found')
    const allowed = may('keep-paper', viewer, here.row as Parameters<typeof may>[2])
    if (!allowed.ok) return allowed
    if (here.key === null) return no('journey-ended')
    if ((here.file.papers?.length ?? 0) >= mostFiles) return no('files-too-many', { most: mostFiles })
    const kept = await takeFile(needs, id, here.key, file, scans)
    if (!kept.ok) return kept
    const told = await spine.act(id, { do: 'keep-paper', file: kept.value }, viewer)
    return told.ok ? kept : told.refusal === 'stale' ? no('busy') : told
  }
}
export function filesOf(answers: Answers): readonly FileValue[] {
  const isFile = (v: unknown): v is FileValue => typeof v === 'object' && v !== null && 'sha256' in v && 'size' in v
  return Object.values(answers).flatMap((a) => [...(isFile(a.value) ? [a.value] : []), ...(a.rows ?? []).flatMap((r) => filesOf(r.answers))])
}

export function createDownload(needs: CasesNeeds, spine: Spine, { noted, blocked }: { readonly noted: (here: Here, viewer: Viewer, what: string) => Promise<void>; readonly blocked: (here: Here, viewer: Viewer) => Promise<Refusal | undefined> }): Cases['download'] {
  return async (id, sha256, viewer) => {
    const here = await spine.load(id)
    if (here === null) return no('not-found')
    const allowed = may('file', viewer, here.row as Parameters<typeof may>[2])
    if (!allowed.ok) return allowed
    if (here.key === null) return no('journey-ended')
    const kept = await blocked(here, viewer)
    if (kept !== undefined) return kept
    await noted(here, viewer, 'file')
    const file = [...filesOf(here.file.answers), ...(here.file.papers ?? [])].find((f) => f.sha256 === sha256)
    const stream = file && (await needs.blobs.get(id, here.key, sha256))
    return file && stream ? yes({ name: file.name, type: file.type, stream }) : no('not-found')
  }
}
/** Every document the log ever named, not only the answers that stand: what was filed stays in the file. */
export const everyFile = (events: readonly { readonly type: string; readonly data: unknown }[]): ReadonlySet<string> => new Set(events.flatMap((e) => [...JSON.stringify(e.data ?? null).matchAll(/"sha256":"([0-9a-f]{64})"/g)].map((m) => m[1]!)))
export type { Case }
