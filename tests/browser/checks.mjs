// What holds for every page in every state.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import { scriptless } from './browser.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** No page is larger than this without paging. */
const largestPage = 300 * 1024

/** Everything wrong with a page as it stands, as sentences; nothing when all is well. */
export async function faultsOf(page, context) {
  const layout = await layoutOf(page)
  return [...layout, ...(await (scriptless.has(context) ? inMirror(page, context, axeFindings) : axeFindings(page)))]
}

/** What is wrong with its layout alone, which is quickly seen; as many pixels may stand out as are given. */
export function layoutOf(page, slack = 0) {
  return page.evaluate(layoutFaults, { largest: largestPage, slack })
}

/** Fails with each fault on its own line. */
export function nothingWrong(faults) {
  if (faults.length) assert.fail(`\n  ${[...new Set(faults)].join('\n  ')}\n`)
}

const mirrors = new Map()
let lookBefore = Promise.resolve()

/** Looks into the mirror; one after the other, when two walk at once. */
function inMirror(page, context, look) {
  const found = lookBefore.then(async () => look(await mirrorOf(page, context)))
  lookBefore = found.catch(() => {})
  return found
}

/**
 * axe cannot run where scripts may not: the same page, in a window where they
 * may, and where the page's own script is missing.
 */
async function mirrorOf(page, context) {
  const size = page.viewportSize()
  const key = `${size.width} of ${context.browser().version()}`
  if (!mirrors.has(key)) {
    const twin = await context.browser().newContext({ viewport: size })
    await twin.route('**/assets/app.js*', (route) => route.abort())
    mirrors.set(key, await twin.newPage())
  }
  const mirror = mirrors.get(key)
  const [url, html] = [page.url(), await page.content()]
  const asItStands = (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html })
  await mirror.route(url, asItStands)
  await mirror.goto(url)
  await mirror.unroute(url, asItStands)
  return mirror
}

async function axeFindings(page) {
  if (!(await page.evaluate('"axe" in globalThis'))) await page.evaluate(axe)
  const violations = await page.evaluate(async (values) => {
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] })
    return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.slice(0, 3).map((node) => node.html.slice(0, 160)), many: nodes.length }))
  }, rules)
  return violations.map(({ id, help, where, many }) => `axe ${id}: ${help} (${many}): ${where.join(' | ')}`)
}

/** Runs in the page. */
function layoutFaults({ largest, slack }) {
  const faults = []
  const bytes = new TextEncoder().encode(document.documentElement.outerHTML).length
  if (bytes > largest) faults.push(`the page has ${bytes} bytes; at most ${largest} are allowed`)
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth + slack) {
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      if (element.getBoundingClientRect().right <= root.clientWidth + 1) return false
      for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
        if (getComputedStyle(parent).overflowX !== 'visible') return false
      }
      return true
    })
    const first = wide.slice(0, 3).map((element) => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`)
    faults.push(`the page scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth} px: ${first.join(' ')}`)
  }
  const headings = document.querySelectorAll('h1').length
  if (headings !== 1) faults.push(`${headings} headings of the first level`)
  if (!document.title.trim()) faults.push('no title')
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index)
  if (twice.length) faults.push(`ids used twice: ${[...new Set(twice)].join(', ')}`)
  return faults
}
