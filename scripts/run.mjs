import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const bin = (name) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

/** Runs a program to its end. `quiet` keeps its output for the answer, otherwise it goes where ours goes. */
export function run(command, args, { quiet = false, cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    let output = ''
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'] })
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => { output += chunk })
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }))
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }))
    const stop = () => child.kill('SIGTERM')
    process.once('SIGTERM', stop).once('SIGINT', stop)
    child.on('close', () => { process.off('SIGTERM', stop); process.off('SIGINT', stop) })
  })
}

/** Files below `folders` whose path fits, sorted; nothing below node_modules or dist. */
export function files(folders, fits, below = root) {
  const walk = (folder) => {
    let entries = []
    try { entries = readdirSync(join(below, folder), { withFileTypes: true }) } catch { return [] }
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : walk(path)
      return fits(path) ? [path] : []
    })
  }
  return folders.flatMap(walk)
}
export const seconds = (from) => `${((Date.now() - from) / 1000).toFixed(1)} s`
