import type { Request, Screen as Sheet } from '#platform/http'
import { Button, Buttons, Card, ErrorSummary, Form, Heading, idOf, Input, Lead, LinkTo, Notice, Stack } from '#ui'
import type { Member, Mirror } from '../types.ts'
import { say } from '../words.ts'

/** Where a counter connects the screen that is turned to the person. */
export async function pairScreen(mirror: Mirror, req: Request, hand: Member, { problem }: { readonly problem?: string } = {}): Promise<Sheet> {
  const { page, store } = mirror, lang = page.lang(req), post = hand.post.name[lang === 'en' ? 'en' : 'es'], title = say('pairTitle', lang), action = page.href(req, '/equipo/espejo'), here = hand.post.kind === 'counter', paired = here && (await store.isPaired(hand.post.id))
  return {
    title, ...(problem === undefined ? {} : { status: 422 }),
    body: <Stack>
      {problem !== undefined && <ErrorSummary title={say('problem', lang)} errors={[{ href: `#${idOf('digits')}`, text: problem }]} />}
      <Heading caption={post}>{title}</Heading>
      {!here && <Notice kind="info">{say('counterOnly', lang)}</Notice>}
      {paired && <Notice kind="good" title={say('paired', lang, { post })} level={2}><p>{say('pairedText', lang, { post })}</p><Form action={action} token={page.token(req)} hidden={{ do: 'unpair' }}><Buttons><Button kind="secondary">{say('unpair', lang)}</Button></Buttons></Form></Notice>}
      {here && <Card title={say(paired ? 'pairOther' : 'pair', lang)}>
        <Lead>{say('pairLead', lang, { path: new URL(page.href(req, '/espejo'), mirror.publicUrl(req)).href.replace(/^https?:\/\//, '') })}</Lead>
        <Form action={action} token={page.token(req)} hidden={{ do: 'pair' }}>
          <Input name="digits" label={say('pairCode', lang)} inputmode="numeric" autocomplete="off" width={10} code error={problem} />
          <Buttons><Button>{say('pair', lang)}</Button></Buttons>
        </Form>
      </Card>}
      <p><LinkTo href={page.href(req, mirror.homePath ?? '/equipo')}>{say('backWork', lang)}</LinkTo></p>
    </Stack>,
  }
}
