// Follows every link a person is shown, and looks at each page it leads to.

import { createHash } from 'node:crypto'

import { keepPicture, openFor, ways, widths } from './browser.mjs'
import { faultsOf, layoutOf, nothingWrong } from './checks.mjs'
import { readRoutes, routeOf } from './routes.mjs'

const most = { pages: 260, ofOneRoute: 2, ofOneRouteAsked: 1, waysToAskOneRoute: 6 }

/** Pages already looked at, whoever was shown them: by a hash of what differs between people. */
const looked = new Set()
/** Kinds of page that somebody before was shown: of these, one of each kind is looked at again for the next person. */
const kinds = new Set()
/** Routes whose page was looked at without its script. */
const plain = new Set()
/** Routes that somebody met. */
const met = new Set()

/** Walks the site as one person, or as nobody; gives what they met. */
export async function crawl(site, person) {
  const { context, page, faults } = await openFor(site, person, ways[0])
  const visits = new Map()
  const titles = new Map()
  // Searching is a form, and the parts of pages are for those who build them.
  // Two measures are looked at: one of them is to be of children, whose list an analyst may open.
  const ways_in = {
    administrator: ['/', '/dev/components'],
    nobody: ['/', '/sign-in'],
    'performance analyst': ['/', '/search?q=visit', '/measures/assessments_within_45_working_days'],
  }[person?.role ?? 'nobody'] ?? ['/', '/search?q=visit']
  const queue = ways_in.map((path) => ({ path, from: 'the address bar' }))
  const known = new Set(ways_in)
  const others = new Set(kinds)
  let pages = 0
  while (queue.length && pages < most.pages) {
    const { path, from } = queue.shift()
    const { pathname, searchParams } = new URL(path, site.server.address)
    const route = routeOf(pathname)
    const asked = [...new Set(searchParams.keys())].sort().join('&')
    const kind = asked ? `${route}?${asked}` : route
    const times = visits.get(kind) ?? 0
    if (times >= (asked ? most.ofOneRouteAsked : most.ofOneRoute)) continue
    const ask = `${route}?`
    if (asked && [...visits.keys()].filter((other) => other.startsWith(ask)).length >= most.waysToAskOneRoute) continue
    visits.set(kind, times + 1)
    met.add(route)
    pages += 1

    const answer = await context.request.get(path).catch((error) => ({ broken: error.message.split('\n')[0] }))
    if (answer.broken) {
      faults.push(`${path}, linked from ${from}, broke off: ${answer.broken}`)
      continue
    }
    const status = answer.status()
    if (status !== 200) faults.push(`${status} at ${path}, linked from ${from}`)
    if (!(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue
    const html = await answer.text()
    // The links in examples of parts lead nowhere.
    if (route !== '/dev/components') for (const link of linksOf(html, site.server.address, answer.url())) {
      if (known.has(link)) continue
      known.add(link)
      queue.push({ path: link, from: path })
    }
    if (status === 200 && !asked) {
      const title = /<title>([^<]*)<\/title>/.exec(html)?.[1]
      const same = titles.get(title)
      const arrived = new URL(answer.url()).pathname
      if (same && same !== arrived) faults.push(`${arrived} and ${same} have the same title: ${title}`)
      titles.set(title, arrived)
    }
    kinds.add(kind)
    const enough = others.has(kind) && (asked || times > 0)
    if (!enough && isNew(html)) faults.push(...(await look(site, person, page, context, path, route)))
  }
  await context.close()
  return { visits, faults, pages }
}

/** Addresses that no link of the demonstration leads to. */
const unlinked = [
  // Asked by machines.
  /^\/(health|ready)$/,
  // Come by through a form; the journeys do.
  /^\/(account\/second-factor\/set-up|account\/access-tokens\/\{token\}\/take-back|sign-in\/code|kept-forms|plans\/import\/\{import\}.*)$/,
  // Come by through a link that is handed over, or the council's provider.
  /^\/(set-up\/\{token\}|sign-in\/oidc.*)$/,
  // A child’s records are opened through a form, and a paper is ordered through one; what waits or changed needs a second extract. The journeys do.
  /^\/data\/(children\/\{opening\}|quality\/\{paper\}|extracts\/\{extract\}\/(publish|changes.*))$/,
  // Asked by calendars, at an address that was made for one.
  /^\/calendars\/\{plan\}\/\{file\}$/,
  // Stand on the page of a meeting that was held; the walk looks at two meetings, which may be to come.
  /^\/plans\/\{plan\}\/meetings\/\{number\}\/(attendance|minutes|agree-minutes|new-decision|new-action|new-challenge|actions\/\{action\}\/(done|into-plan)|challenges\/\{challenge\})$/,
  // The demonstration has none; the journeys make them.
  /\/attachments\/\{number\}$/,
]

/** Pages that nobody met, and nobody could be expected not to. */
export function unmet() {
  return readRoutes.filter((route) => !met.has(route) && !unlinked.some((known) => known.test(route)))
}

/** Looks at one page at both widths; at the first of its route also without its script. */
async function look(site, person, page, context, path, route) {
  const found = []
  const say = (faults, where) => found.push(...faults.map((fault) => `${path} (${where}): ${fault}`))
  const isFirst = !plain.has(route)
  plain.add(route)
  await page.goto(path)
  for (const [name, viewport] of Object.entries(widths)) {
    await page.setViewportSize(viewport)
    // The second page of a route is laid out as the first: axe looks at it once.
    say(await (isFirst || viewport === widths.phone ? faultsOf(page, context) : layoutOf(page)), name)
    if (isFirst) await keepPicture(page, `page${route.replace(/[^a-z0-9]+/gi, '-')}-${name}`)
  }
  if (isFirst) {
    const without = await openFor(site, person, ways[3])
    await without.page.goto(path)
    say([...(await faultsOf(without.page, without.context)), ...without.faults], 'without JavaScript')
    await without.context.close()
  }
  return found
}

function isNew(html) {
  const common = html.replace(/<header[\s\S]*?<\/header>/, '').replace(/name="csrf" value="[^"]*"/g, '')
  const hash = createHash('sha256').update(common).digest('hex')
  if (looked.has(hash)) return false
  looked.add(hash)
  return true
}

/** The site's own addresses that a page links to, without fragments. */
function linksOf(html, address, base) {
  const links = [...html.matchAll(/<a\b[^>]*\bhref="([^"]*)"/g)].map((found) => new URL(found[1].replaceAll('&amp;', '&').replaceAll('&#38;', '&'), base))
  return links.filter((link) => link.origin === address && !link.pathname.startsWith('/assets/')).map((link) => link.pathname + link.search)
}

/** Says what was met, and fails when anything was wrong. */
export function report(t, { visits, faults, pages }) {
  t.diagnostic(`${pages} pages: ${[...visits].map(([kind, times]) => (times > 1 ? `${kind} ×${times}` : kind)).join(' ')}`)
  nothingWrong(faults)
}
