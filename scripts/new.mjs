// npm run new service|channel|enabler <name>: copies the shape of a room from scripts/shapes and adds its line in app.
// A service is named <institution>/<service>; without an institution it goes to sgd, to be changed.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './run.mjs'

const [what, given] = process.argv.slice(2)
const fail = (message) => { console.error(`${message}\nusage: npm run new service [institution/]<name> | channel <name> | enabler <name>`); process.exit(2) }
if (!['service', 'channel', 'enabler'].includes(what)) fail(what ? `${what} is nothing one makes here` : 'what?')
const parts = (given ?? '').split('/')
if (!parts.every((part) => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(part)) || parts.length > (what === 'service' ? 2 : 1)) fail(`«${given ?? ''}» is no name: small letters, digits and dashes`)
const name = parts.at(-1), institution = parts.length === 2 ? parts[0] : 'sgd'

const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase())
const values = { name, institution, camel, Camel: camel[0].toUpperCase() + camel.slice(1), Name: name[0].toUpperCase() + name.slice(1).replaceAll('-', ' ') }
const fill = (text) => text.replace(/__(name|institution|camel|Camel|Name)__/g, (_, key) => values[key])
const target = what === 'service' ? `services/${institution}/${name}` : `src/${what}s/${name}`
if (existsSync(join(root, target))) fail(`${target} is there already`)
if (what === 'channel' && !new RegExp(`channels = \\[[^\\]]*'${name}'`).test(readFileSync(join(root, 'src/core/actor/index.ts'), 'utf8'))) fail(`core/actor knows no channel ${name}: its list is closed; add it there with a decision first`)

for (const path of shape(`scripts/shapes/${what}`)) {
  const to = join(root, target, fill(path).replace(/\.shape$/, ''))
  mkdirSync(dirname(to), { recursive: true })
  writeFileSync(to, fill(readFileSync(join(root, 'scripts/shapes', what, path), 'utf8')))
  console.log(`made   ${target}/${fill(path).replace(/\.shape$/, '')}`)
}
if (what !== 'service') addLines(`src/app/${what}s.ts`)
console.log(what === 'service' ? `next   npx ventanilla lint ${target}/service.yaml` : 'next   npm run check')

/** Each `// new: ...` comment in app says the line that a new room needs just above it. */
function addLines(path) {
  const text = readFileSync(join(root, path), 'utf8')
  const lines = text.split('\n').flatMap((line) => {
    const match = /^(\s*)\/\/ new: (.*)$/.exec(line)
    return match ? [`${match[1]}${fill(match[2])}`, line] : [line]
  })
  writeFileSync(join(root, path), lines.join('\n'))
  console.log(`added  ${path}`)
}
function shape(folder, below = '') {
  return readdirSync(join(root, folder, below), { withFileTypes: true }).flatMap((e) => e.isDirectory() ? shape(folder, `${below}${e.name}/`) : [`${below}${e.name}`])
}
