import type { Known } from '../secrets.ts'

/** The four people of ClaveÚnica's own sandbox (law.md 1.20); their names are invented here. Password `testing`. */
export const sandboxPeople: readonly Known[] = [
  { run: '44444444-4', names: ['María', 'Carmen'], surnames: ['Del Río', 'González'] },
  { run: '55555555-5', names: ['José'], surnames: ['Antilef', 'Muñoz'] },
  { run: '88888888-8', names: ['Ana'], surnames: ['Rojas', 'Pérez'] },
  { run: '99999999-9', names: ['Luis', 'Alberto'], surnames: ['Soto', 'Vega'] },
]
/** A demo person's one line of names, as an account has them: the last two words are her surnames. */
export const demoAccount = (run: string, line: string): Known => { const words = line.trim().split(/\s+/), split = Math.max(1, words.length - 2); return { run, names: words.slice(0, split), surnames: words.slice(split) } }
