// One Chromium for all of it, a demonstration and new installations; see README.md.

import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'

import { openFor, startBrowser, twoWays, ways } from './browser.mjs'
import { crawl, report, unmet } from './crawl.mjs'
import * as first_page from './first_page.mjs'
import * as access_token from './journeys/access_token.mjs'
import * as boards from './journeys/boards.mjs'
import * as edit from './journeys/edit.mjs'
import * as keyboard from './journeys/keyboard.mjs'
import * as measures from './journeys/measures.mjs'
import * as month from './journeys/month.mjs'
import * as newcomer from './journeys/newcomer.mjs'
import * as obsession from './journeys/obsession.mjs'
import * as records from './journeys/records.mjs'
import * as registers from './journeys/registers.mjs'
import * as board_report from './journeys/report.mjs'
import * as second_factor from './journeys/second_factor.mjs'
import * as settings from './journeys/settings.mjs'
import * as sign_in from './journeys/sign_in.mjs'
import * as time_out from './journeys/time_out.mjs'
import * as media from './media.mjs'
import { startServer } from './server.mjs'

const server = await startServer()
const browser = await startBrowser()
const site = { server, browser }
after(async () => {
  await browser.close()
  await server.stop()
  if (server.log()) console.log(`The server's log:\n${server.log()}`)
})

function walk({ title, journey }, inWays) {
  for (const way of inWays) test(`${title} (${way.name})`, () => journey(site, way))
}

// What a newcomer does is done on an installation of its own, beside everything else.
describe('Sightline in a browser', { concurrency: 2 }, () => {
  describe('a new installation', { concurrency: 1 }, () => {
    for (const journey of [newcomer, time_out]) walk(journey, twoWays)
  })

  describe('the demonstration', { concurrency: 1 }, () => {
    // A program built for development takes a minute for what a released one does in a second.
    test('every measure is counted, once', { timeout: 300_000 }, async () => {
      const { context } = await openFor(site, server.people.find((somebody) => somebody.role === 'performance analyst'), ways[0])
      const answer = await context.request.get('/measures', { timeout: 300_000 })
      assert.equal(new URL(answer.url()).pathname, '/measures')
      assert.equal(answer.status(), 200)
      await context.close()
    })
    for (const person of [undefined, ...server.people]) {
      const who = person ? `${person.role} (${person.email})` : 'nobody'
      test(`every page that ${who} is led to is whole`, async (t) => report(t, await crawl(site, person)))
    }
    test('every page can be come by', () => assert.deepEqual(unmet(), []))
    test(first_page.title, (t) => first_page.measure(site, t))
    for (const { title, look } of media.looks) test(title, () => look(site))
    for (const journey of [sign_in, month, keyboard]) walk(journey, ways)
    for (const journey of [second_factor, access_token, edit, registers, obsession, board_report, boards, settings, records, measures]) walk(journey, twoWays)
  })
})
