import type { ConfirmPort } from '#channels/agent'
import { rankOf } from '#enablers/oidc'
import type { Enablers } from './enablers.ts'

/** How whoever attends asks a person on her own telephone: OpenID CIBA, by our own provider. Answered with the telephone PIN by keys it counts as that (T3p), and as a sign-in otherwise. */
export function consoleOf({ oidc, identity }: Pick<Enablers, 'oidc' | 'identity'>): ConfirmPort {
  return {
    path: '/mi-cuenta/aprobaciones',
    async ask({ person, message, by }) {
      const run = await identity.runOf(person)
      return run === undefined ? { ok: false, refusal: 'not-found' } : oidc.ask({ run, message, level: 3, by: { institution: by.institution, post: by.post.name.es } })
    },
    async asked(id) {
      const { state, person, acr, amr = [] } = await oidc.asked(id), level = Math.min(3, rankOf(acr) + 1) as 0 | 1 | 2 | 3
      return { state, ...(person === undefined ? {} : { person }), ...(state === 'granted' ? { level, how: amr.includes('pin') ? 'phone-pin' as const : 'step-up' as const } : {}) }
    },
  }
}
