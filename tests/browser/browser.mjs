// One Chromium; a context for each person and way of looking.

import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { chromium } from 'playwright-core'

import { root } from './server.mjs'

/** The two widths every page is looked at, in CSS pixels. */
export const widths = { phone: { width: 375, height: 812 }, desk: { width: 1280, height: 900 } }

/** The ways to walk a journey. */
export const ways = [
  { name: 'desk, with JavaScript', viewport: widths.desk, javaScriptEnabled: true, number: 0 },
  { name: 'phone, with JavaScript', viewport: widths.phone, javaScriptEnabled: true, number: 1 },
  { name: 'desk, without JavaScript', viewport: widths.desk, javaScriptEnabled: false, number: 2 },
  { name: 'phone, without JavaScript', viewport: widths.phone, javaScriptEnabled: false, number: 3 },
]

/** Both widths, with and without JavaScript, in two walks instead of four. */
export const twoWays = [ways[0], ways[3]]

/** Contexts whose pages run no script of their own. */
export const scriptless = new WeakSet()

const screenshots = join(root, 'target/screenshots')

export async function startBrowser() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: run make test-browser, or set CHROMIUM`)
  mkdirSync(screenshots, { recursive: true })
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Keeps a picture of the whole page where a person can look at it after the run. */
export async function keepPicture(page, name) {
  await page.screenshot({ path: join(screenshots, `${name}.jpg`), type: 'jpeg', quality: 60, fullPage: true })
}

/**
 * What went wrong unseen on a page: errors on the console, requests to other
 * places, answers that are the server's fault.
 */
export function watch(context, address) {
  const faults = []
  context.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(`${address}/`) && !url.startsWith('data:')) faults.push(`a request left the server: ${url}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} from ${response.request().method()} ${response.url()}`)
  })
  context.on('console', (message) => {
    if (message.type() !== 'error') return
    // Chromium reports a page that answers 4xx as an error; the journeys judge those themselves.
    const itself = message.location().url === message.page()?.url()
    if (itself && message.text().startsWith('Failed to load resource')) return
    faults.push(`console on ${message.page()?.url()}: ${message.text()}`)
  })
  context.on('weberror', (error) => faults.push(`script on ${error.page()?.url()}: ${error.error().message}`))
  return faults
}

/** A window of one person: signed in when they are known. The faults list fills as they go. */
export async function openFor(site, person, way) {
  const { viewport, javaScriptEnabled } = way
  const context = await site.browser.newContext({
    baseURL: site.server.address,
    locale: 'en-GB',
    viewport,
    javaScriptEnabled,
    storageState: person && (await signedIn(site, person)),
  })
  if (!javaScriptEnabled) scriptless.add(context)
  context.setDefaultTimeout(15_000)
  return { context, page: await context.newPage(), faults: watch(context, site.server.address) }
}

/** Fills in the sign-in page and sends it. */
export async function signIn(page, email, password) {
  await page.goto('/sign-in')
  await page.getByLabel('E-mail address').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const sessions = new Map()

/** Each person signs in once; their windows share the session, as tabs of one browser do. */
async function signedIn(site, person) {
  const key = `${person.email} at ${site.server.address}`
  if (!sessions.has(key)) {
    const context = await site.browser.newContext({ baseURL: site.server.address })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    await signIn(page, person.email, site.server.password)
    if (new URL(page.url()).pathname.startsWith('/sign-in')) throw new Error(`${person.email} could not sign in: ${await page.title()}`)
    sessions.set(key, await context.storageState())
    await context.close()
  }
  return sessions.get(key)
}
