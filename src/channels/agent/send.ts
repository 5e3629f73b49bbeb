import type { Episode } from '#cases'
import type { Request } from '#platform/http'
import type { Agent } from './types.ts'
import { say } from './words.ts'

type Cut = Episode & { readonly links: readonly { readonly journey: string; readonly code: string; readonly token: string }[] }
/** After a contact was cut: for each journey still open, words with its code and the way on, to the telephone she verified. */
export async function sendLinks(agent: Agent, req: Request, { id, person, level, links }: Cut): Promise<void> {
  if (person === undefined || level < 2) return
  for (const { journey, code, token } of links) await agent.message?.({ person, key: `agent:${id}:${journey}`, text: say('smsContinue', 'es', { code, link: `${agent.publicUrl(req)}/seguir/${token}` }) })
}
