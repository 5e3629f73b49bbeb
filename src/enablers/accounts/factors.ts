import { type AuthenticationResponseJSON, generateAuthenticationOptions, generateRegistrationOptions, type RegistrationResponseJSON, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { Secret, TOTP } from 'otpauth'
import { sha256 } from '#platform/crypto'
import { digitTries, lives } from './rules.ts'
import { newToken, type Secrets } from './secrets.ts'
import type { Store } from './store.ts'
import type { AccountsNeeds, Passkey } from './types.ts'

const period = 30, place = (account: string): string => `totp:${account}`
type Owner = { readonly account: string; readonly run: string }
/** Where browsers stand, as an origin: a passkey works at this name alone, which is what no copy of our page can have. */
type Origin = string
const nameOf = (origin: Origin): string => new URL(origin).hostname

/** An app of codes (RFC 6238) and passkeys (WebAuthn level 2): the second way, or, for a passkey, the whole way. */
export function createFactors({ store, secrets, now }: { readonly store: Store; readonly secrets: Secrets } & Pick<AccountsNeeds, 'now'>) {
  const totpOf = (secret: string): TOTP => new TOTP({ issuer: 'Ventanilla', label: 'Ventanilla', secret: Secret.fromBase32(secret), digits: 6, period })
  /** The step a code belongs to: now, or one beside it for clocks that differ; undefined when it belongs to none. */
  const stepOf = (secret: string, code: string): number | undefined => {
    const delta = totpOf(secret).validate({ token: code.replace(/\D/g, ''), timestamp: now(), window: 1 })
    return delta === null ? undefined : Math.floor(now() / 1000 / period) + delta
  }
  const until = (): number => now() + lives.pendingMinutes * 60_000
  const cleanName = (name: string): string => name.normalize('NFC').replace(/\p{C}/gu, '').trim().slice(0, 60)

  return {
    totp: {
      /** A secret that is not kept yet: the page that shows it sends it back, sealed, with the first code. */
      begin(account: string): { readonly secret: string; readonly uri: string; readonly sealed: string } {
        const secret = new Secret({ size: 20 }).base32
        return { secret, uri: totpOf(secret).toString(), sealed: secrets.sealText(`${place(account)}:new`, JSON.stringify({ secret, until: until() })).toString('base64url') }
      },
      /** The same secret again, for the page that says the code was wrong. */
      again(account: string, sealed: string): { readonly secret: string; readonly uri: string; readonly sealed: string } | undefined {
        try {
          const { secret, until: late } = JSON.parse(secrets.openText(`${place(account)}:new`, Buffer.from(sealed, 'base64url'))) as { secret: string; until: number }
          return late < now() ? undefined : { secret, uri: totpOf(secret).toString(), sealed }
        } catch { return undefined }
      },
      async keep(account: string, secret: string, code: string): Promise<boolean> {
        const step = stepOf(secret, code)
        if (step === undefined) return false
        await store.setTotp(account, secrets.sealText(place(account), secret))
        return store.useTotp(account, step)
      },
      /** Each code counts once. */
      async check(account: string, code: string): Promise<boolean> {
        const row = await store.byId(account)
        if (!row?.totp) return false
        const step = stepOf(secrets.openText(place(account), row.totp), code)
        return step !== undefined && (await store.useTotp(account, step))
      },
      end: (account: string): Promise<void> => store.setTotp(account, null),
    },
    /** Between the password and the code: ten minutes and three tries, by a cookie of this browser. */
    async beginSecond(account: string): Promise<string> {
      const token = newToken()
      await store.begin(sha256(token), { purpose: 'second', account, until: until() })
      return token
    },
    secondOf: async (token: string): Promise<string | undefined> => (await store.pending(sha256(token), 'second', now()))?.account_id ?? undefined,
    async second(token: string, code: string): Promise<{ readonly account: string } | 'wrong' | 'gone'> {
      const found = await store.tryPending(sha256(token), 'second', digitTries, now())
      if (!found?.account_id) return 'gone'
      if (!(await this.totp.check(found.account_id, code))) return found.tries >= digitTries ? 'gone' : 'wrong'
      await store.take(sha256(token), 'second', now())
      return { account: found.account_id }
    },
    passkeys: {
      list: async (account: string): Promise<readonly Passkey[]> => (await store.passkeys(account)).map((p) => ({ id: p.id, name: p.name, createdAt: p.created_at.toISOString(), ...(p.used_at === null ? {} : { usedAt: p.used_at.toISOString() }) })),
      /** What the browser is asked for, and the token that remembers its challenge. */
      async beginNew({ account, run }: Owner, userName: string, origin: Origin) {
        const rpID = nameOf(origin), had = await store.passkeys(account)
        const options = await generateRegistrationOptions({
          rpName: 'Ventanilla', rpID, userName, userID: new Uint8Array(sha256(`passkey:${secrets.runKey(run).toString('hex')}`)), userDisplayName: userName, attestationType: 'none',
          excludeCredentials: had.map((p) => ({ id: p.id, transports: p.transports as never })), authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        })
        const token = newToken()
        await store.begin(sha256(token), { purpose: 'passkey-new', account, challenge: options.challenge, until: until() })
        return { options, token }
      },
      async keep(account: string, token: string, response: string, name: string, origin: Origin): Promise<boolean> {
        const begun = await store.take(sha256(token), 'passkey-new', now()), rpID = nameOf(origin)
        if (begun?.challenge == null || begun.account_id !== account) return false
        try {
          const { verified, registrationInfo } = await verifyRegistrationResponse({ response: JSON.parse(response) as RegistrationResponseJSON, expectedChallenge: begun.challenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true })
          if (!verified || registrationInfo === undefined) return false
          const { id, publicKey, counter, transports = [] } = registrationInfo.credential
          return await store.keepPasskey({ id, account, publicKey: Buffer.from(publicKey), counter, transports, name: cleanName(name) || 'Passkey' }, now())
        } catch { return false }
      },
      async begin(origin: Origin) {
        const rpID = nameOf(origin), options = await generateAuthenticationOptions({ rpID, userVerification: 'required' }), token = newToken()
        await store.begin(sha256(token), { purpose: 'passkey', challenge: options.challenge, until: until() })
        return { options, token }
      },
      /** The account whose passkey answered this challenge, once. */
      async check(token: string, response: string, origin: Origin): Promise<string | undefined> {
        const begun = await store.take(sha256(token), 'passkey', now()), rpID = nameOf(origin)
        if (begun?.challenge == null) return undefined
        try {
          const said = JSON.parse(response) as AuthenticationResponseJSON, key = await store.passkey(String(said.id))
          if (key === undefined) return undefined
          const { verified, authenticationInfo } = await verifyAuthenticationResponse({ response: said, expectedChallenge: begun.challenge, expectedOrigin: origin, expectedRPID: rpID, requireUserVerification: true, credential: { id: key.id, publicKey: new Uint8Array(key.public_key), counter: Number(key.counter), transports: key.transports as never } })
          if (!verified) return undefined
          await store.usedPasskey(key.id, authenticationInfo.newCounter, now())
          return key.account_id
        } catch { return undefined }
      },
      remove: (account: string, id: string): Promise<boolean> => store.removePasskey(account, id),
    },
  }
}
