import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'

/** 6 digits; whoever has them and the code opens an anonymous journey (contracts §5). Kept as scrypt, so that a copied table tells none at a glance. */
export const newPin = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0')
const cost = { N: 16384, r: 8, p: 1 } as const
const derive = (pin: string, salt: Buffer): Promise<Buffer> => new Promise((resolve, reject) => scrypt(pin, salt, 32, cost, (error, key) => (error ? reject(error) : resolve(key))))

export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${salt.toString('base64')}$${(await derive(pin, salt)).toString('base64')}`
}
/** Takes as long when there is nothing to compare with: an unknown code looks like a wrong PIN. */
export async function pinFits(pin: string, stored: string | undefined): Promise<boolean> {
  const [, salt = '', hash = ''] = (stored ?? '').split('$'), want = Buffer.from(hash, 'base64')
  const got = await derive(pin.slice(0, 20), salt === '' ? Buffer.alloc(16) : Buffer.from(salt, 'base64'))
  return want.length === got.length && timingSafeEqual(want, got)
}
