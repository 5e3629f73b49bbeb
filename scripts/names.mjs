// One of the checks of npm run check: no line of the program names a service. Services are data; a name in code would be a service that one channel treats otherwise.
// A service's name is that of its folder, below services/ and test/services/; no ordinary word may be one. Tests and pages of documentation may name what they show.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { files, root as here } from './run.mjs'

/** Folders of services below `root`, by name. */
export function serviceNames(root) {
  return ['services', 'test/services'].map((at) => join(root, at)).filter(existsSync).flatMap((at) => readdirSync(at).filter((institution) => !institution.startsWith('_') && statSync(join(at, institution)).isDirectory())
    .flatMap((institution) => readdirSync(join(at, institution)).filter((service) => existsSync(join(at, institution, service, 'service.yaml'))))).sort()
}
/** Every crime as one line. `paths` are those of the program, relative to `root`. */
export function crimes(root, paths) {
  const names = serviceNames(root), words = names.filter((name) => !/^[a-z]+(-[a-z0-9]+)+$/.test(name))
  const found = words.map((name) => `${name}: the folder of a service needs a name that no ordinary word is taken for, of two words at least`)
  for (const path of paths) readFileSync(join(root, path), 'utf8').split('\n').forEach((line, i) => { for (const name of names) if (line.includes(name)) found.push(`${path}:${i + 1} names the service ${name}`) })
  return found
}
export const program = (root) => files(['src'], (path) => !/\.test\.tsx?$/.test(path) && !/\.md$/.test(path), root)

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = crimes(process.argv[2] ?? here, program(process.argv[2] ?? here))
  for (const line of found) console.error(line)
  process.exitCode = found.length ? 1 : 0
}
