import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { channels, staffRoles } from '#core/actor'
import type { Post, StaffMember } from '#enablers/identity'
import { Fault } from '#platform/fault'
import { readYaml } from '#platform/yaml'

export type DemoStaff = { readonly members: readonly StaffMember[]; readonly posts: readonly Post[] }
const kinds = ['counter', 'phone', 'social', 'desk']

/** Reads services/_demo/staff.yaml. A post or role that does not exist is a fault that names its place. */
export function readStaff(root: string, institution: (id: string) => boolean): DemoStaff {
  const file = join(root, 'services/_demo/staff.yaml'), { value, problems, where } = readYaml(readFileSync(file, 'utf8'), file)
  if (value === undefined) throw new Fault('demo-refused', problems.map((p) => `${file}:${p.line}:${p.col} ${p.message}`).join('\n'))
  const { posts, members } = value as unknown as DemoStaff
  const check = (ok: boolean, path: readonly (string | number)[], what: string): void => { if (!ok) { const { line, col } = where(path); throw new Fault('demo-refused', `${file}:${line}:${col} ${what}`) } }
  posts.forEach((p, i) => { check(kinds.includes(p.kind), ['posts', i, 'kind'], `no such kind of post: ${p.kind}`); check((channels as readonly string[]).includes(p.channel), ['posts', i, 'channel'], `no such channel: ${p.channel}`) })
  members.forEach((m, i) => {
    check(m.run === undefined || /^41000\d{3}-[\dK]$/.test(m.run), ['members', i, 'run'], 'no RUN of a test person')
    check((staffRoles as readonly string[]).includes(m.role), ['members', i, 'role'], `no such role: ${m.role}`)
    check(institution(m.institution), ['members', i, 'institution'], `no such institution: ${m.institution}`)
    m.posts.forEach((id, k) => { check(posts.some((p) => p.id === id), ['members', i, 'posts', k], `no such post: ${id}`) })
  })
  return { posts, members }
}
