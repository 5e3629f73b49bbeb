import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '#platform/fault'
import { put } from './alive.ts'
import { can, type Owner } from './binaries.ts'

/** Files of one cluster, below one folder that we own and the server's user can pass through. */
export type Place = { readonly folder: string; readonly data: string; readonly password: string; readonly port: string; readonly log: string; readonly users: string }
const placeAt = (folder: string): Place => ({ folder, data: join(folder, 'data'), password: join(folder, 'password'), port: join(folder, 'port'), log: join(folder, 'postgres.log'), users: join(folder, 'users') })

/**
 * Where the cluster of this data folder lies: `<dataDir>/postgres`; or, when its owner could not get there (root's private home), a folder of
 * its own below `system`, which `<dataDir>/postgres/place` then names. Undefined: there is none yet.
 */
export function findPlace(dataDir: string): Place | undefined {
  const here = join(dataDir, 'postgres')
  if (!existsSync(here)) return undefined
  const real = realpathSync(here), pointer = join(real, 'place')
  return placeAt(existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : real)
}

export function makePlace(dataDir: string, owner: Owner, system: string): Place {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const here = join(realpathSync(dataDir), 'postgres')
  mkdirSync(here, { recursive: true, mode: 0o700 })
  let place = findPlace(dataDir)!
  if (owner && place.folder === here) {
    pass(realpathSync(dataDir), owner)
    pass(here, owner)
    if (!can(owner, 'x', here)) {
      if (existsSync(place.data)) throw new Fault('database-user', `uid ${owner.uid}, which runs PostgreSQL for root, can no longer reach ${here}: let it pass through the folders above`)
      place = placeAt(join(system, `postgres-${randomBytes(8).toString('hex')}`))
      mkdirSync(system, { recursive: true, mode: 0o755 })
      mkdirSync(place.folder, { mode: 0o700 })
      writeFileSync(join(place.folder, 'belongs-to'), `${here}\n`)
      pass(place.folder, owner)
      if (!can(owner, 'x', place.folder)) throw new Fault('database-user', `uid ${owner.uid}, which runs PostgreSQL for root, can reach neither ${here} nor ${system}`)
      put(join(here, 'place'), `${place.folder}\n`)
    }
  }
  mkdirSync(place.users, { recursive: true, mode: 0o700 })
  return place
}

/** Lets the owner's group through, and nobody else: it sees no list of what is inside. */
function pass(folder: string, { uid, gid }: NonNullable<Owner>): void {
  const { mode, uid: holder, gid: group } = statSync(folder)
  if (mode & 0o001 || holder === uid || (group === gid && mode & 0o010)) return
  chownSync(folder, holder, gid)
  chmodSync(folder, (mode & 0o7700) | 0o010)
}
