import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Where institution keys live. A deployment puts its own (an HSM, a vault) behind this. */
export type Keyring = {
  /** The 32 bytes of an institution's key, made on first use. */
  key(institution: string): Buffer
  /** The pair that signs checkpoints and exports (Ed25519), made on first use. */
  signer(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject }
}

/**
 * One file per key below `folder` (0700, files 0600). A key is written whole, synced and then linked under its name, so two
 * processes that start at once, or one killed half-way, never leave two keys or half a key.
 */
export function fileKeyring(folder: string): Keyring {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32') chmodSync(folder, 0o700)
  const held = new Map<string, Buffer>()
  let pair: { privateKey: KeyObject; publicKey: KeyObject } | undefined
  const read = (name: string, make: () => Buffer): Buffer => {
    const path = join(folder, name)
    for (let turn = 0; turn < 2; turn++) {
      try { return readFileSync(path) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error }
      const draft = join(folder, `.${name}.${process.pid}.${randomBytes(6).toString('hex')}`)
      const fd = openSync(draft, 'wx', 0o600)
      try { writeSync(fd, make()); fsyncSync(fd) } finally { closeSync(fd) }
      try { linkSync(draft, path) } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error } finally { rmSync(draft, { force: true }) }
      if (process.platform !== 'win32') { const dir = openSync(folder, 'r'); try { fsyncSync(dir) } finally { closeSync(dir) } }
    }
    return readFileSync(path)
  }
  return {
    key(institution) {
      let key = held.get(institution)
      if (key === undefined) {
        key = Buffer.from(read(`${fileName(institution)}.key`, () => Buffer.from(randomBytes(32).toString('base64'))).toString('utf8').trim(), 'base64')
        if (key.length !== 32) throw new Error('a key file of the keyring is damaged', { cause: { institution } })
        held.set(institution, key)
      }
      return key
    },
    signer() {
      if (pair === undefined) {
        const privateKey = createPrivateKey(read('seal.pem', () => Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)))
        pair = { privateKey, publicKey: createPublicKey(privateKey) }
      }
      return pair
    },
  }
}
/** Ids of institutions are short plain words; anything else gets a name of its own that no other id has. */
const fileName = (id: string): string => (/^[a-z0-9][a-z0-9_-]{0,60}$/.test(id) ? id : `x-${createHash('sha256').update(id).digest('hex').slice(0, 40)}`)
