// Makes ready what `npm start` and `npm test` need, and does nothing when it is there. Plain Node: it runs before anything is installed.
//   node scripts/setup.mjs            the packages of package-lock.json
//   node scripts/setup.mjs --test     and a browser, whose path goes to .cache/browser.json, readers of PDF files and QR codes, a voice and a caller for the telephone
//   node scripts/setup.mjs --bench    and pgbench, whose path goes to .cache/pgbench.json
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const cache = join(root, '.cache'), marker = join(root, 'node_modules', '.ventanilla')
const asks = (flag) => process.argv.includes(flag)
const musl = list('/lib').some((name) => name.startsWith('ld-musl-'))
const windows = process.platform === 'win32', isRoot = process.getuid?.() === 0

const steps = [
  { name: 'packages', wanted: true, ready: packagesReady, make: installPackages },
  { name: 'browser', wanted: asks('--test'), ready: () => kept('browser'), make: findBrowser },
  { name: 'documents', wanted: asks('--test'), ready: () => kept('pdftotext') && kept('zbarimg'), make: findReaders },
  { name: 'voice', wanted: asks('--test') || Boolean(process.env.VENTANILLA_SIP), ready: () => kept('espeak-ng'), make: findVoice },
  { name: 'caller', wanted: asks('--test'), ready: () => kept('sipp'), make: findCaller },
  { name: 'pgbench', wanted: asks('--bench'), ready: () => kept('pgbench'), make: findPgbench },
]
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) fail(`Ventanilla needs Node 20.19 or later; this is ${process.versions.node}.`)
const missing = steps.filter(({ wanted, ready }) => wanted && !ready())
if (missing.length) alone(() => { for (const { ready, make } of missing) if (!ready()) make() })

// --- packages

/** Every package of the lockfile that this system needs is there, in its version; whoever installed it. */
function packagesReady() {
  let want, have
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  try { want = JSON.parse(text).packages; have = JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages } catch { return false }
  const tried = read(marker) === digest(text)
  return Object.entries(want).every(([path, { version, optional, os, cpu, libc, dev }]) => {
    if (path === '' || have[path]?.version === version) return true
    if (have[path]) return false
    // Optional ones are for other systems, or could not be installed here: to have tried is enough.
    if (optional) return tried || !fits(os, process.platform) || !fits(cpu, process.arch) || !fits(libc, musl ? 'musl' : 'glibc')
    return dev && !asks('--test') && !asks('--bench')
  })
}
function fits(list, own) { return !list || (list.some((item) => item === own || item === 'any') || list.every((item) => item.startsWith('!'))) && !list.includes(`!${own}`) }

function installPackages() {
  say('installing packages (npm ci)')
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const cli = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : undefined
  // npm 10 runs install scripts, npm 11 does not: nothing of ours depends on them.
  const { status, error } = cli ? run(process.execPath, [cli, ...args]) : run(windows ? 'npm.cmd' : 'npm', args, { shell: windows })
  if (status !== 0) fail(`npm ci failed${error ? `: ${error.message}` : ''}. Is the registry reachable?`)
  writeFileSync(marker, digest(readFileSync(join(root, 'package-lock.json'), 'utf8')))
}

// --- a browser: an installed one, else Playwright's own, else Debian's, else Playwright's download

function findBrowser() {
  if (keep('browser', candidates(), ['--version', '--no-sandbox'])) return
  if (isRoot && which('apt-get')) {
    // Debian's browser without a window first: smaller, and a quarter less work per page. Ubuntu has neither under these names.
    for (const name of ['chromium-headless-shell', 'chromium']) {
      say(`installing a browser (apt-get install ${name})`)
      apt(['install', '-y', '--no-install-recommends', name])
      if (keep('browser', candidates(), ['--version', '--no-sandbox'])) return
    }
  }
  const cli = join(root, 'node_modules', 'playwright-core', 'cli.js')
  if (existsSync(cli)) {
    say("installing a browser (Playwright's Chromium)")
    run(process.execPath, [cli, 'install', 'chromium'])
    if (keep('browser', candidates(), ['--version', '--no-sandbox'])) return
  }
  fail('npm test needs Chromium or Chrome and none could be installed. Install one, or set CHROME_PATH to it.')
}
function candidates() {
  const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].map(which)
  const fixed = process.platform === 'darwin' ? ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']
    : windows ? ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe', 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe'] : []
  return [process.env.CHROME_PATH, ...names, ...fixed, ...playwrights()]
}
function playwrights() {
  const own = process.env.PLAYWRIGHT_BROWSERS_PATH
  const folder = own && own !== '0' ? own : process.platform === 'darwin' ? join(homedir(), 'Library/Caches/ms-playwright') : windows ? join(process.env.LOCALAPPDATA ?? homedir(), 'ms-playwright') : join(homedir(), '.cache/ms-playwright')
  const inside = ['chrome-linux64/chrome', 'chrome-linux/chrome', 'chrome-mac/Chromium.app/Contents/MacOS/Chromium', 'chrome-mac-arm64/Chromium.app/Contents/MacOS/Chromium', 'chrome-win64/chrome.exe', 'chrome-win/chrome.exe', 'chrome-headless-shell-linux64/chrome-headless-shell']
  return list(folder).filter((name) => name.startsWith('chromium')).sort().reverse().flatMap((name) => inside.map((path) => join(folder, name, path)))
}

// --- pgbench: it comes with the server's package, which would start a server of its own; so that is unpacked aside

function findPgbench() {
  const folder = join(cache, 'postgresql')
  const places = () => [which('pgbench'), ...[join('/usr/lib/postgresql'), join(folder, 'usr/lib/postgresql')].flatMap((base) => list(base).sort((a, b) => Number(b) - Number(a)).map((version) => join(base, version, 'bin', 'pgbench')))]
  if (keep('pgbench', places(), ['--version'])) return
  if (which('apt-get') && which('dpkg-deb')) {
    say('fetching pgbench (Debian)')
    if (isRoot) apt(['update'], { quiet: true })
    const names = run('apt-cache', ['search', '--names-only', '^postgresql-[0-9]+$'], { quiet: true }).stdout ?? ''
    const name = names.split('\n').map((line) => line.split(' ')[0]).filter(Boolean).sort((a, b) => Number(b.slice(11)) - Number(a.slice(11)))[0]
    mkdirSync(folder, { recursive: true })
    if (name) run('apt-get', ['-q', 'download', name], { cwd: folder, quiet: true })
    for (const file of list(folder).filter((f) => f.endsWith('.deb'))) { run('dpkg-deb', ['-x', file, '.'], { cwd: folder }); rmSync(join(folder, file)) }
    if (keep('pgbench', places(), ['--version'])) return
    if (isRoot) apt(['install', '-y', '--no-install-recommends', '--no-upgrade', 'libpq5'])
    if (keep('pgbench', places(), ['--version'])) return
  }
  fail('npm run bench compares with pgbench, which is not here. Install it (Debian: postgresql-contrib).')
}

// --- readers that are not ours, so that a test does not believe our own word about a PDF or a QR code

function findReaders() {
  const found = () => keep('pdftotext', [which('pdftotext')], ['-v']) && keep('zbarimg', [which('zbarimg')], ['--version'])
  if (found()) return
  if (isRoot && which('apt-get')) {
    say('installing readers of documents (apt-get install poppler-utils zbar-tools)')
    apt(['install', '-y', '--no-install-recommends', 'poppler-utils', 'zbar-tools'])
    if (found()) return
  }
  fail('npm test reads the certificates with poppler and zbar, which are not here. Install them (Debian: poppler-utils zbar-tools; Homebrew: poppler zbar).')
}

// --- a voice for telephones and kiosks, and a caller that is not ours to try them with

function findVoice() {
  const found = () => keep('espeak-ng', [which('espeak-ng')], ['--version'])
  if (found()) return
  if (isRoot && which('apt-get')) {
    say('installing a voice (apt-get install espeak-ng)')
    apt(['install', '-y', '--no-install-recommends', 'espeak-ng'])
    if (found()) return
  }
  fail('The telephone speaks by espeak-ng, which is not here. Install it (Debian, Homebrew: espeak-ng).')
}
function findCaller() {
  // It answers 99 when asked for its version.
  const found = () => keep('sipp', [which('sipp')], ['-v'], [0, 99])
  if (found()) return
  if (isRoot && which('apt-get')) {
    say('installing a caller (apt-get install sip-tester)')
    apt(['install', '-y', '--no-install-recommends', 'sip-tester'])
    if (found()) return
  }
  fail('npm test makes telephone calls with SIPp, which is not here. Install it with pcap support (Debian: sip-tester; Homebrew: sipp).')
}

// --- small things

/** Is what was found before still there? */
function kept(name) { try { return runs(JSON.parse(readFileSync(join(cache, `${name}.json`), 'utf8')).path) } catch { return false } }
/** Keeps the first of these that is there and starts. */
function keep(name, paths, args, fine = [0]) {
  for (const path of paths) {
    if (!path || !runs(path)) continue
    const { status, stdout } = run(path, args, { quiet: true, timeout: 60_000 })
    if (!fine.includes(status)) continue
    mkdirSync(cache, { recursive: true })
    writeFileSync(join(cache, `${name}.json`), `${JSON.stringify({ path, version: stdout.trim().split('\n').at(-1) })}\n`)
    return true
  }
  return false
}
function runs(path) { try { accessSync(path, constants.X_OK); return statSync(path).isFile() } catch { return false } }
function which(name) { return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, windows ? `${name}.exe` : name)).find(runs) }
function apt(args, options) {
  const go = (words, more) => run('apt-get', ['-q', ...words], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, ...more })
  if (args[0] === 'install') go(['update'], { quiet: true })
  return go(args, options)
}
function run(command, args, { quiet = false, ...options } = {}) {
  // What a step says goes to stderr: stdout belongs to the command that comes after.
  return spawnSync(command, args, { cwd: root, encoding: 'utf8', stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 2, 2], ...options })
}
/** One set-up at a time: `npm start` and `npm test` may begin together. */
function alone(work) {
  mkdirSync(cache, { recursive: true })
  const lock = join(cache, 'setup.lock')
  for (let said = false; ; ) {
    try { writeFileSync(lock, String(process.pid), { flag: 'wx' }); break } catch (error) { if (error.code !== 'EEXIST') throw error }
    const holder = Number(read(lock))
    if (holder && !lives(holder)) { rmSync(lock, { force: true }); continue }
    if (!said) say('waiting for another set-up')
    said = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
  process.on('exit', () => rmSync(lock, { force: true }))
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))
  work()
}
function lives(pid) { try { process.kill(pid, 0); return true } catch (error) { return error.code === 'EPERM' } }
function list(folder) { try { return readdirSync(folder) } catch { return [] } }
function read(path) { try { return readFileSync(path, 'utf8') } catch { return undefined } }
function digest(text) { return createHash('sha256').update(text).digest('hex') }
function say(text) { console.error(`set-up: ${text}`) }
function fail(text) { console.error(`set-up: ${text}`); process.exit(1) }
