import { parseArgs, type ParseArgsConfig } from 'node:util'
import { Usage } from './usage.ts'

export type Flags = { readonly [name: string]: string | boolean | undefined }
export type Call = { readonly root: string; readonly files: readonly string[]; readonly flags: Flags }
/** Answers the exit code; a command that stays (serve, work) answers when it ends. */
export type Run = (call: Call) => Promise<number>

type Options = NonNullable<ParseArgsConfig['options']>
type Command = { readonly usage: string; readonly says: string; readonly files: readonly [number, number]; readonly options: Options; readonly run: () => Promise<{ readonly run: Run }> }
const text = { type: 'string' } as const, flag = { type: 'boolean' } as const

/** Each command is its own module, loaded only when called: lint, walk and verify need no server and no database. */
const commands: { readonly [name: string]: Command } = {
  serve:   { usage: 'serve [--demo] [--no-work] [--dev]', says: 'answer people and do the work that waits', files: [0, 0], options: { demo: flag, 'no-work': flag, dev: flag }, run: () => import('./commands/serve.ts') },
  work:    { usage: 'work [--demo]', says: 'only do the work that waits', files: [0, 0], options: { demo: flag }, run: () => import('./commands/work.ts') },
  migrate: { usage: 'migrate', says: 'bring the database up to date', files: [0, 0], options: {}, run: () => import('./commands/migrate.ts') },
  publish: { usage: 'publish FILE [--vocabulary DIR]', says: 'check a service, run its examples and publish it', files: [1, 1], options: { vocabulary: text }, run: () => import('./commands/publish.ts') },
  lint:    { usage: 'lint FILE... [--fix] [--vocabulary DIR] [--previous FILE]', says: 'what is wrong with a service, line by line', files: [1, Number.POSITIVE_INFINITY], options: { fix: flag, vocabulary: text, previous: text }, run: () => import('./commands/lint.ts') },
  walk:    { usage: 'walk FILE --answers FILE|- [--channel C] [--lang es] [--today DATE] [--vocabulary DIR]', says: 'one pass over a service with these answers, as JSON', files: [1, 1], options: { answers: text, channel: text, lang: text, today: text, vocabulary: text }, run: () => import('./commands/walk.ts') },
  import:  { usage: 'import FORMAT|auto FILE... [-o DIR] [--institution ID] [--vocabulary DIR]', says: 'turn forms of other programs into drafts, and say what did not carry over', files: [2, Number.POSITIVE_INFINITY], options: { output: { type: 'string', short: 'o' }, institution: text, vocabulary: text }, run: () => import('./commands/import.ts') },
  rat:     { usage: 'rat [FILE...] [--csv] [--vocabulary DIR]', says: 'the register of processing activities of these services, as JSON or a table', files: [0, Number.POSITIVE_INFINITY], options: { csv: flag, vocabulary: text }, run: () => import('./commands/rat.ts') },
  verify:  { usage: 'verify FILE [--key KEY]', says: 'check an exported case: its chain and its seals', files: [1, 1], options: { key: text }, run: () => import('./commands/verify.ts') },
  dead:    { usage: 'dead [--redrive ID|KIND|all]', says: 'what was tried too often; try it again', files: [0, 0], options: { redrive: text }, run: () => import('./commands/dead.ts') },
  kiosk:   { usage: 'kiosk ID', says: 'the address that makes a browser this machine in a public place, to be opened there once', files: [1, 1], options: {}, run: () => import('./commands/kiosk.ts') },
  export:  { usage: 'export CASE [-o FILE]', says: 'write a case with its evidence', files: [1, 1], options: { output: { type: 'string', short: 'o' } }, run: () => import('./commands/export.ts') },
}

export const help = (): string => ['usage: ventanilla COMMAND', '', ...Object.values(commands).map((c) => `  ${c.usage}\n      ${c.says}`)].join('\n')

/** Reads the arguments and runs one command; sets the exit code. */
export async function main(args: readonly string[], root: string): Promise<void> {
  // A closed pipe (`ventanilla lint ... | head`) is the reader's right.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; process.exit(0) })
  process.exitCode = await answer(args, root)
}

async function answer(args: readonly string[], root: string): Promise<number> {
  const [name, ...rest] = args
  if (name === 'help' || name === '--help' || name === '-h') { console.log(help()); return 0 }
  if (name === '--version') { console.log((await import('./version.ts')).version(root)); return 0 }
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) { console.error(name === undefined ? help() : `unknown command ${name}\n\n${help()}`); return 2 }
  if (rest.includes('--help') || rest.includes('-h')) { console.log(`usage: ventanilla ${command.usage}\n  ${command.says}`); return 0 }
  try {
    const { values, positionals } = read(command, rest)
    return await (await command.run()).run({ root, files: positionals, flags: values })
  } catch (error) {
    if (error instanceof Usage) { console.error(`${error.message}\nusage: ventanilla ${command.usage}`); return 2 }
    console.error(process.env.VENTANILLA_TRACE ? error : reason(error))
    return 1
  }
}

function read(command: Command, args: readonly string[]): { values: Flags; positionals: readonly string[] } {
  let parsed: { values: object; positionals: string[] }
  try { parsed = parseArgs({ args: [...args], options: command.options, allowPositionals: true, strict: true }) } catch (error) { throw new Usage((error as Error).message) }
  const [least, most] = command.files
  if (parsed.positionals.length < least) throw new Usage('something is missing')
  if (parsed.positionals.length > most) throw new Usage(`not understood: ${parsed.positionals.slice(most).join(' ')}`)
  return { values: parsed.values as Flags, positionals: parsed.positionals }
}

/** The message and its causes on one line each; the stack only with VENTANILLA_TRACE=1. */
function reason(error: unknown): string {
  const lines: string[] = []
  for (let e = error, n = 0; e instanceof Error && n < 4; e = e.cause, n++) lines.push(`${n ? '  because ' : ''}${e.message}`)
  return lines.length ? lines.join('\n') : String(error)
}
