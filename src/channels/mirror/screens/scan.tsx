import type { VNode } from 'preact'
import type { Screen as Sheet } from '#platform/http'
import { Button, Buttons, Card, ErrorSummary, FileInput, Form, Heading, idOf, Input, labelOf, Lead, LinkTo, List, Notice, Stack, textIn } from '#ui'
import { scanPath } from '../paths.ts'
import type { PageVerdict } from '../scan/read.ts'
import type { Scan } from '../scan/store.ts'
import type { Desk, Mirror } from '../types.ts'
import { say } from '../words.ts'

export type ScanShown = { readonly problems?: { readonly [field: string]: string }; readonly attached?: string }
const accept = 'image/jpeg,image/png,application/pdf'
/** What each file holds, by the number of its pages in the whole document. */
export function pageNames(scans: readonly Scan[], lang: string): readonly string[] {
  let n = 1
  return scans.map((s) => { const from = n; n += s.pages.length; return s.pages.length === 1 ? say('filePage', lang, { n: from }) : say('filePages', lang, { n: from, to: n - 1 }) })
}
const verdict = (p: PageVerdict, page: string, lang: string): readonly string[] =>
  p.problems.length > 0 ? p.problems.map((problem) => say(problem, lang, { page, dpi: p.measures?.dpi ?? '' })) : [say(p.measures === undefined ? 'counted' : 'good', lang, { page })]

/** Pages of one document: each with what is wrong with it, to be placed again, or kept with a reason. */
export function scanScreen(mirror: Mirror, desk: Desk, path: string, scans: readonly Scan[], { problems = {}, attached }: ScanShown): Sheet {
  const { page } = mirror, { req, lang, episode, id, journey: { engine, case: file } } = desk, title = say('scanTitle', lang, { label: labelOf(engine.fact(path)!, lang) }), failed = Object.keys(problems).length > 0, names = pageNames(scans, lang)
  const open = scans.some((s) => s.reason === undefined && s.pages.some((p) => p.problems.length > 0))
  const back = page.href(req, mirror.workPath?.(episode.id, id) ?? mirror.homePath ?? '/equipo')
  let n = 0
  const card = (s: Scan, i: number): VNode => {
    const lines = s.pages.flatMap((p) => verdict(p, say('filePage', lang, { n: ++n }), lang)), wrong = s.pages.some((p) => p.problems.length > 0), number = i + 1
    return <Card key={s.n} title={names[i]!}>
      <Notice kind={!wrong ? 'good' : s.reason === undefined ? 'bad' : 'care'}><List kind="plain" items={lines} />{s.reason !== undefined && <p>{say('keptAnyway', lang, { reason: s.reason })}</p>}</Notice>
      <p class="vn-quiet">{s.name}</p>
      <FileInput name={`page-${s.n}`} label={say('replace', lang, { n: number })} accept={accept} error={problems[`page-${s.n}`]} />
      {wrong && s.reason === undefined && <Input name={`reason-${s.n}`} label={say('keepWhy', lang, { n: number })} error={problems[`reason-${s.n}`]} />}
      <Buttons>
        <Button kind="secondary" name="do" value="replace" icon="retry" hidden={names[i]!}>{say('checkPages', lang)}</Button>
        {wrong && s.reason === undefined && <Button kind="secondary" name="do" value={`keep:${s.n}`} hidden={names[i]!}>{say('keepPage', lang)}</Button>}
        <Button kind="quiet" name="do" value={`remove:${s.n}`} icon="remove" hidden={names[i]!}>{say('removePage', lang)}</Button>
      </Buttons>
    </Card>
  }
  return {
    title, ...(failed ? { status: 422 } : {}),
    body: <Stack>
      {failed && <ErrorSummary title={say('problem', lang)} errors={Object.entries(problems).map(([field, text]) => ({ href: `#${idOf(field)}`, text }))} />}
      <Heading caption={`${textIn(engine.service.title, lang)}. ${file.code}`}>{title}</Heading>
      {attached !== undefined ? <Notice kind="good" title={say('attached', lang, { name: attached })} level={2}><p>{say('attachedText', lang)}</p><Buttons><Button href={back}>{say('backWork', lang)}</Button><LinkTo href={page.href(req, scanPath(episode.id, id, path))}>{say('scanAgain', lang)}</LinkTo></Buttons></Notice> : <>
        <Lead>{say('scanLead', lang)}</Lead>
        <Form action={page.href(req, scanPath(episode.id, id, path))} token={page.token(req)} files>
          <Stack>
            {scans.map(card)}
            <FileInput name="page-new" label={say('addPage', lang)} hint={say('scanHint', lang)} accept={accept} error={problems['page-new']} />
            <Buttons>
              <Button kind={scans.length > 0 && !open ? 'secondary' : 'primary'} name="do" value="check">{say('checkPages', lang)}</Button>
              {scans.length > 0 && !open && <Button name="do" value="attach">{say('attach', lang)}</Button>}
            </Buttons>
          </Stack>
        </Form>
      </>}
      {attached === undefined && <p><LinkTo href={back}>{say('backWork', lang)}</LinkTo></p>}
    </Stack>,
  }
}
