import { selfOf } from '#core/actor'
import { isMasked } from '#core/assurance'
import { no, yes } from '#core/refusal'
import { createAttention, type LetIn, signal } from './attention.ts'
import { createCheck, createSweep } from './check.ts'
import { createDoor, createMine, isOfInstitution } from './door.ts'
import { createContact, createEpisodes, idOf } from './episodes.ts'
import { createFeed } from './feed.ts'
import { createAttach, createDownload, createKeepPaper } from './files.ts'
import { createLeases } from './leases.ts'
import { createLinks } from './links.ts'
import { createLive } from './live.ts'
import { createPersonal } from './person.ts'
import { createPrefill } from './prefill.ts'
import { createPresence } from './presence.ts'
import { createProofings } from './proofings.ts'
import { type CasesNeeds, createSpine, digestOf, system } from './spine.ts'
import { createReview } from './review.ts'
import { createResume, createStart } from './start.ts'
import { createStream } from './stream.ts'
import { createStreams } from './streams.ts'
import { createTasks } from './tasks.ts'
import { createTimeline } from './timeline.ts'
import type { Cases } from './types.ts'
import { createVerify } from './verify.ts'
import { createWatch } from './watch.ts'
import { createWork } from './work.ts'

/** The spine: read the log, decide in core, write once, show the view (design.md §4). */
export function createCases(needs: CasesNeeds): Cases {
  const spine = createSpine(needs), streams = createStreams(needs), verify = createVerify(needs, spine, () => tasks), contact = createContact(needs, streams, verify.known), { sql, clock } = needs
  const letIn: LetIn = async (id, viewer, who) => { const done = await spine.act(id, { do: 'let-in', ...who }, viewer); return done.ok ? yes({ seq: done.value.seq }) : done.refusal === 'stale' ? no('busy') : done }
  const room = createAttention(needs, streams, { letIn, left: async (id, by) => { await spine.act(id, { do: 'leave', by }, system) } })
  const door = createDoor(needs, spine, room), mine = createMine(needs)
  const base = { start: createStart(needs, spine), resume: createResume(needs, spine) }
  const live = createLive(needs, spine, contact, room, letIn, base)
  const links = createLinks(needs, spine, contact, () => ({
    handedOff: (episode) => leases.handedOff(episode),
    async raised(episode, viewer) {
      const file = await contact.read(episode), self = selfOf(viewer)
      if (file === null || self === undefined || (file.person !== undefined && file.person !== self)) return false
      const by = { ...system, channel: file.channel }, known = await episodes.identify(episode, by, { person: self, how: 'step-up', level: viewer.assurance })
      return known.ok && (viewer.mandate === undefined || (await episodes.actFor(episode, by, viewer.mandate)).ok)
    },
  }))
  const episodes = createEpisodes(needs, spine, streams, contact, room, links)
  const tasks = createTasks(needs, contact, room), review = createReview(needs, spine, () => ({ episodes, tasks }))
  const leases = createLeases(needs, spine, streams, contact, { over: room.closeOn, links, viewer: (episode, actor) => live.viewer(episode, actor) })
  const id = idOf(needs.ids), sweep = createSweep(needs, spine)
  const feed = createFeed({ sql, ...(needs.tell ? { tell: needs.tell } : {}) }), prefill = createPrefill(needs, spine, door.whole), download = createDownload(needs, spine, door), watch = createWatch(needs, spine, contact, feed)

  return {
    ...base,
    async act(id, command, viewer, key) {
      const kept = await door.keptFrom(id, viewer)
      if (kept !== undefined) return kept
      const done = await spine.act(id, command, viewer, { command: { key, body: command } })
      // Also when it was sent before: whoever sent it then may have ended before the task stood.
      if (command.do === 'submit' && viewer.how === 'document-unverified' && (done.ok || done.refusal === 'already-submitted')) await verify.owe(id, viewer)
      if (!done.ok) {
        if (done.refusal === 'stale') return no('busy')
        // The differences of a summary are values: to whom they are masked, which questions they are is enough.
        return done.refusal === 'summary-changed' && isMasked(viewer) ? no('summary-changed', { differences: ((done.detail as { differences?: readonly { path: string }[] } | undefined)?.differences ?? []).map(({ path }) => ({ path })) }) : done
      }
      // What was decided on it is looked at again: asked once more, it is the same task.
      if (command.do === 'correct') await review(id, command.request, viewer)
      // Who deletes wants it gone now; the effect does it again should this process end here.
      if (command.do === 'delete' && !done.value.replayed) await spine.forget(id)
      // She was to be called back about it; `tasks.list` does it again should this process end here.
      if (command.do === 'submit' && !done.value.replayed) await tasks.closeFor(id, 'call-back').catch((cause) => needs.tell?.('a call-back could not be closed', cause))
      return yes({ id, seq: done.value.seq, replayed: done.value.replayed })
    },
    open: door.open,
    async mine(of) {
      if (typeof of !== 'string' && of.person !== undefined && isOfInstitution(of)) await room.attention.look(of, of.person, 'journeys')
      return mine(of)
    },
    timeline: door.timeline,
    async prefill(id, paths, viewer) { const found = await prefill(id, paths, viewer); return found.ok ? yes(door.shown(found.value, viewer)) : found },
    digest: ({ engine, case: file, view, sum }, section) => (sum === undefined ? digestOf(engine, file, view, section) : sum(section)),
    attach: createAttach(needs, spine),
    keepPaper: createKeepPaper(needs, spine),
    download,
    check: createCheck(needs, spine),
    async sweep() { await room.sweep(); await sweep() },
    wake: () => needs.outbox.wake(),
    ...createWork(needs, spine, leases),
    episodes: { ...episodes, timelineOf: createTimeline(needs, room) },
    attention: {
      ...room.attention,
      async journeys(viewer) {
        if (viewer.person === undefined || viewer.attention === undefined) return no('attention-needed')
        await room.attention.look(viewer, viewer.person, 'journeys')
        const all = await mine(viewer)
        return yes(viewer.assurance >= 2 ? all : all.filter((line) => viewer.joined?.includes(line.id)))
      },
    },
    tasks, links, leases,
    proofings: createProofings(needs, contact, room),
    live: {
      ...live, ...createPresence(needs, spine), watch, stream: createStream(watch, id),
      signal: (of) => signal(sql, of, clock.now()), idOf: id, get watching() { return feed.watching }, stop: () => feed.stop(),
    },
    tell: room.told, known: verify.known,
    async endMandate(mandate) { await room.closeMandate(mandate); await signal(sql, id('mandate', mandate), clock.now()) },
    looksAt: room.looksAt,
    personal: createPersonal(needs, spine, door.whole),
  }
}
