// The demonstration, made anew and served on a free port.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export const root = resolve(import.meta.dirname, '../..')
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target')
const binary = resolve(root, process.env.SIGHTLINE_BIN ?? join(target, 'debug/sightline'))

// The demonstration's year ends on 31 October 2026; its pages are looked at on the Monday after.
const now = '2026-11-02T09:00:00Z'

const signInLine = /^\s*(\S+@\S+)\s+([^,]+), ([^:]+): to (.+)$/

/** Starts the server; gives its address, the people who can sign in, their password, and a way to stop it. */
export async function startServer() {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run make test-browser, or set SIGHTLINE_BIN`)
  const out = mkdtempSync(join(tmpdir(), 'sightline-browser-'))
  const child = spawn(binary, ['demo', '--out', out, '--now', now, '--address', '127.0.0.1:0'], {
    cwd: out,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', RUST_BACKTRACE: '0' },
  })
  let said = ''
  child.stderr.on('data', (bytes) => (said += bytes))
  const people = []
  let password
  const ended = new Promise((done) => child.once('exit', done))
  const address = await new Promise((done, failed) => {
    child.once('error', failed)
    ended.then((code) => failed(new Error(`The server ended with ${code}:\n${said}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const person = signInLine.exec(line)
      if (person) people.push({ email: person[1], name: person[2], role: person[3], comesTo: person[4] })
      password ??= /password “(.+)”/.exec(line)?.[1]
      const listening = /listening on ([\d.]+:\d+)/.exec(line)
      if (listening) done(`http://${listening[1]}`)
    })
  })
  return {
    address,
    people,
    password,
    /** What the server wrote to its log. */
    log: () => said,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(out, { recursive: true, force: true })
    },
  }
}
