// One server and one Chromium for all of it; see README.md.

import { after, test } from 'node:test'

import { startBrowser, ways } from './browser.mjs'
import { crawl, report, unmet } from './crawl.mjs'
import * as keyboard from './journeys/keyboard.mjs'
import * as reporting from './journeys/report.mjs'
import * as sign_in from './journeys/sign_in.mjs'
import { startServer } from './server.mjs'

const server = await startServer()
const browser = await startBrowser()
const site = { server, browser }
after(async () => {
  await browser.close()
  await server.stop()
  if (server.log()) console.log(`The server's log:\n${server.log()}`)
})

for (const person of [undefined, ...server.people]) {
  const who = person ? `${person.role} (${person.email})` : 'nobody'
  test(`every page that ${who} is led to is whole`, async (t) => report(t, await crawl(site, person)))
}

test('what no link led to is listed', (t) => {
  for (const route of unmet()) t.diagnostic(route)
})

for (const { title, journey } of [sign_in, reporting, keyboard]) {
  for (const way of ways) test(`${title} (${way.name})`, () => journey(site, way))
}
