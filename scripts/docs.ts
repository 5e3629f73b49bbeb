// node --import tsx scripts/docs.ts: writes the documents that are printed from tables of the code. test/house holds them to it.
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { answerErrors } from '#core/kinds'
import { refusals } from '#core/refusal'
import { jsonSchema } from '#core/service'
import { configDocs } from '#platform/config'
import { levelDocs, parityDocs } from './parity.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

const errors = (): string => `# Errors
Two kinds, never mixed. A **refusal** is an expected no: a value with a code, which every channel says in its own way. A **fault** is a mistake of ours or an outage: thrown, logged under a reference, shown as one apology with that
reference and nothing else. This page is printed from \`src/core/refusal\` and \`src/core/kinds\` (\`node --import tsx scripts/docs.ts\`); a test fails when they differ.

## Refusals
Below \`/api/\` a refusal is \`application/problem+json\` (RFC 9457): \`type\` is \`urn:ventanilla:refusal:<code>\`, \`code\` the code itself, \`title\` the words in the language of \`Accept-Language\`, \`data\` what is needed to say it well
(which field, who changed it, seconds to wait), \`reference\` the id of the request. With \`429\` and \`503\` comes \`Retry-After\`. A fault has the code \`fault\`, status 500 or 503, and no \`data\`.

${table(['code', 'status', 'es', 'en'], Object.entries(refusals).map(([code, r]) => [`\`${code}\``, r.status, r.es, r.en]))}

## Problems with an answer
What a value that cannot be taken is told, in every channel; aloud it is said with *usted*. The refusal \`answer-invalid\` carries these codes by fact. \`{min}\`, \`{max}\`, \`{types}\`, \`{places}\` and \`{rows}\` are filled in from the definition.

${table(['code', 'es', 'en'], Object.entries(answerErrors).map(([code, e]) => [`\`${code}\``, e.es, e.en]))}
`
/** Path below the root and text of every printed document. */
export const printed = (): readonly (readonly [path: string, text: string])[] => [
  ['docs/errors.md', errors()],
  ['docs/configuration.md', configDocs()],
  ['docs/parity.md', parityDocs()],
  ['docs/levels.md', levelDocs()],
  ['docs/service.schema.json', `${JSON.stringify(jsonSchema(), null, 1)}\n`],
]

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) for (const [path, text] of printed()) writeFileSync(join(root, path), text)
