import type { VNode } from 'preact'
import { BackLink, Button, Buttons, Form, Heading, Lead, LinkTo, Notice, PersonCards, Stack, Text } from '#ui'
import type { Post, StaffMember } from '../staff-types.ts'
import { say } from '../words.ts'

type Shown = { readonly lang: string; readonly href: (path: string) => string; readonly token: string }
const text = (both: { readonly es: string; readonly en: string }, lang: string): string => both[lang === 'en' ? 'en' : 'es']
const icons = { counter: 'counter', phone: 'phone', social: 'chat', desk: 'institution' } as const

/** Each member at each of their posts, as a button of one form. */
export const postScreen = ({ lang, href, token, back, members, posts, at }: Shown & { readonly back?: string | undefined; readonly members: readonly StaffMember[]; readonly posts: readonly Post[]; readonly at?: { readonly names: string; readonly post: Post } | undefined }): VNode => <Stack>
  <Heading>{say('postTitle', lang)}</Heading>
  <Lead>{say('postLead', lang)}</Lead>
  <Notice kind="care" title={say('demoStaffTitle', lang)}>{say('demoStaffText', lang)}</Notice>
  {at && <Notice kind="info" title={say('atPost', lang, { names: at.names, post: text(at.post.name, lang) })}>{say('atPostText', lang)} <LinkTo href={href('/equipo/salir')}>{say('leavePost', lang)}</LinkTo></Notice>}
  <Form action={href('/equipo/entrar')} token={token} hidden={back === undefined ? {} : { volver: back }}>
    <PersonCards name="staff" items={members.flatMap((m) => posts.filter((p) => m.posts.includes(p.id)).map((p) => ({ value: `${m.id}@${p.id}`, title: m.names, facts: [say(m.role, lang), text(p.name, lang)], story: text(m.story, lang), icon: icons[p.kind], button: say('takePost', lang) })))} />
  </Form>
</Stack>

export const leavePostScreen = ({ lang, href, token }: Shown): VNode => <Stack>
  <BackLink href={href('/equipo')} text={say('back', lang)} />
  <Heading>{say('leavePostTitle', lang)}</Heading>
  <Text>{say('leavePostText', lang)}</Text>
  <Form action={href('/equipo/salir')} token={token}><Buttons><Button>{say('leavePost', lang)}</Button></Buttons></Form>
</Stack>
