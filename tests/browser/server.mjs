// The demonstration, or a new installation: made anew and served on a free port.

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

export const root = resolve(import.meta.dirname, '../..')
const target = resolve(root, process.env.CARGO_TARGET_DIR ?? 'target')
const binary = resolve(root, process.env.SIGHTLINE_BIN ?? join(target, 'debug/sightline'))

// The demonstration's year ends on 31 October 2026; its pages are looked at on the Monday after.
export const now = '2026-11-02T09:00:00Z'

const signInLine = /^\s*(\S+@\S+)\s+([^,]+), ([^:]+): to (.+)$/

/** Serves the demonstration; gives its address, the people who can sign in, their password, and a way to stop it. */
export async function startServer() {
  const people = []
  let password
  const server = await start((out) => ['demo', '--out', out, '--children', '400'], (line) => {
    const person = signInLine.exec(line)
    if (person) people.push({ email: person[1], name: person[2], role: person[3], comesTo: person[4] })
    password ??= /password “(.+)”/.exec(line)?.[1]
  })
  return { ...server, people, password }
}

/** Serves a new installation, which holds nothing; gives the path at which its first administrator begins besides. */
export async function startNew() {
  let setUp
  const server = await start((out) => ['serve', '--data-dir', out], (line) => (setUp ??= /(\/set-up\/\S+)$/.exec(line)?.[1]))
  return { ...server, people: [], setUp }
}

/** Stops a new installation and serves it again at the same address, at another moment. */
export async function startLater({ address, folder, end }, moment) {
  await end()
  const server = await start(() => ['serve', '--data-dir', folder], () => {}, { folder, at: new URL(address).host, moment })
  return { ...server, people: [] }
}

async function start(command, hear, { folder, at = '127.0.0.1:0', moment = now } = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run make test-browser, or set SIGHTLINE_BIN`)
  const out = folder ?? mkdtempSync(join(tmpdir(), 'sightline-browser-'))
  const child = spawn(binary, [...command(out), '--now', moment, '--address', at], {
    cwd: out,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', RUST_BACKTRACE: '0' },
  })
  let said = ''
  child.stderr.on('data', (bytes) => (said += bytes))
  const ended = new Promise((done) => child.once('exit', done))
  const address = await new Promise((done, failed) => {
    child.once('error', failed)
    ended.then((code) => failed(new Error(`The server ended with ${code}:\n${said}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      hear(line)
      const listening = /listening on ([\d.]+:\d+)/.exec(line)
      if (listening) done(`http://${listening[1]}`)
    })
  })
  const end = async () => {
    child.kill('SIGTERM')
    await ended
  }
  return {
    address,
    folder: out,
    /** What the server wrote to its log. */
    log: () => said,
    /** Stops it and keeps what it holds. */
    end,
    async stop() {
      await end()
      rmSync(out, { recursive: true, force: true })
    },
  }
}
