import { no, yes } from '#core/refusal'
import type { Fields } from '../provider.ts'
import type { Post, StaffMember, StaffProvider } from '../staff-types.ts'

/** Anybody takes a post as one of these: no secret is asked, so it proves nothing. */
export const demoStaff = (all: { readonly members: readonly StaffMember[]; readonly posts: readonly Post[] }): StaffProvider => ({
  name: 'demo', demo: true, ...all,
  tried: (fields: Fields) => fields['staff']?.slice(0, 64),
  async verify(fields) {
    const [id, at] = (fields['staff'] ?? '').split('@'), member = all.members.find((m) => m.id === id), post = all.posts.find((p) => p.id === at)
    return member === undefined || post === undefined || !member.posts.includes(post.id) ? no('bad-request') : yes({ member: member.id, post: post.id })
  },
})
/** Nobody gets in: for tests, and for an installation whose staff directory is not chosen yet. */
export const failingStaff = (): StaffProvider => ({ name: 'failing', demo: false, members: [], posts: [], tried: () => 'anybody', verify: async () => { throw new Error('the staff directory is down') } })
