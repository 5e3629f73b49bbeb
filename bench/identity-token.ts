/**
 * The provider's token endpoint, through our web server, limits and pages' machinery, beside the library alone on node:http with the same store on the same database:
 * tokens of institutions' systems (client_credentials, private_key_jwt, signed beforehand), in turns, in one process. A line that begins with FAIL broke its limit.
 */
import { createServer, type IncomingMessage, Agent, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { libraryAlone, type OidcClient } from '#enablers/oidc'
import { place, secret } from '../test/oidc/place.ts'

const rounds = 6, roundMs = 2_000, clients = 16, least = 0.7

export async function run(): Promise<readonly string[]> {
  const ours = await place({}), agent = new Agent({ keepAlive: true, maxSockets: clients }), { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true }), key = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256', use: 'sig' }
  const system: OidcClient = { id: 'medida', institution: 'srcei', name: { es: 'Medida', en: 'Measure' }, stage: 'sandbox', proof: { method: 'private_key_jwt', jwks: { keys: [key] } }, ways: ['system'], assurance: 3 }
  if (!(await ours.oidc.keepClient(system)).ok) throw new Error('the client was refused')
  const { Provider, adapter } = await libraryAlone({ sql: ours.sql, secret, now: Date.now }), api = `${ours.origin}/api/v1`
  const server = createServer((req, res) => { void handle(req, res) }).listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`, made = await generateKeyPair('ES256', { extractable: true })
  const bare = new Provider(issuer, {
    adapter, jwks: { keys: [{ ...(await exportJWK(made.privateKey)), alg: 'ES256', use: 'sig' }] as never }, scopes: ['openid', 'api', 'run', 'name', 'offline_access'], clientDefaults: { id_token_signed_response_alg: 'ES256' }, enabledJWA: { clientAuthSigningAlgValues: ['ES256'] }, ttl: { ClientCredentials: 600 },
    features: { devInteractions: { enabled: false }, clientCredentials: { enabled: true }, resourceIndicators: { enabled: true, defaultResource: () => api, getResourceServerInfo: () => ({ scope: 'api', audience: api, accessTokenFormat: 'opaque' }) } },
  } as never)
  const handle = bare.callback()
  try {
    const sign = async (audience: string, n: number): Promise<string> => new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'k' }).setIssuer('medida').setSubject('medida').setAudience(audience).setJti(`${audience}${n}`).setIssuedAt().setExpirationTime('10m').sign(privateKey)
    const sides = [{ url: `${ours.issuer}/token`, audience: ours.issuer, rates: [] as number[], ready: [] as string[], n: 0 }, { url: `${issuer}/token`, audience: issuer, rates: [] as number[], ready: [] as string[], n: 0 }]
    for (let round = 0; round <= rounds; round++) {
      for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
        // Signing is the institution's work: it is done before the clock runs.
        while (side.ready.length < 6_000) side.ready.push(await sign(side.audience, side.n++))
        const from = performance.now()
        let got = 0
        await Promise.all(Array.from({ length: clients }, async () => { while (performance.now() - from < roundMs && side.ready.length > 0) { await token(side.url, agent, side.ready.pop()!); got++ } }))
        // The first round warms up.
        if (round > 0) side.rates.push((got / (performance.now() - from)) * 1000)
      }
    }
    const [mine = 0, alone = 0] = sides.map((s) => [...s.rates].sort((a, b) => a - b)[Math.floor(s.rates.length / 2)]!), ratio = mine / alone
    return [`${ratio < least ? 'FAIL ' : ''}identity: ${mine.toFixed(0)} tokens/s from our token endpoint, ${alone.toFixed(0)}/s from the library alone on the same store, ${clients} at once: ratio ${ratio.toFixed(2)} (limit ${least}; rounds ${sides[0]!.rates.map((r, n) => (r / sides[1]!.rates[n]!).toFixed(2)).join(' ')})`]
  } finally { agent.destroy(); server.close(); server.closeAllConnections(); await ours.stop() }
}
function token(url: string, agent: Agent, assertion: string): Promise<void> {
  const body = `grant_type=client_credentials&scope=api&client_id=medida&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=${assertion}`
  return new Promise((yes, no) => {
    const req = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } }, (res: IncomingMessage) => {
      let text = ''
      res.setEncoding('utf8').on('data', (c: string) => { text += c }).on('end', () => (res.statusCode === 200 ? yes() : no(new Error(`${res.statusCode} ${text}`)))).on('error', no)
    })
    req.on('error', no).end(body)
  })
}
if (import.meta.filename === process.argv[1]) { for (const line of await run()) console.log(line); process.exit(0) }
