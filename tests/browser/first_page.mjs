// What the first page weighs over the wire, fonts left out, for somebody who was never here.

import assert from 'node:assert/strict'

import { openFor, ways } from './browser.mjs'

export const title = 'the first page comes in less than 100 KB, fonts left out'

const most = 100 * 1024

export async function measure(site, t) {
  for (const role of [undefined, 'programme manager', 'action lead', 'sponsor', 'director']) {
    const person = site.server.people.find((somebody) => role && somebody.role === role)
    const { context, page } = await openFor(site, person, ways[0])
    const wire = await context.newCDPSession(page)
    const kinds = new Map()
    let bytes = 0
    wire.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type))
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (kinds.get(requestId) !== 'Font') bytes += encodedDataLength
    })
    await wire.send('Network.enable')
    await wire.send('Network.setCacheDisabled', { cacheDisabled: true })
    await page.goto('/', { waitUntil: 'networkidle' })
    await context.close()
    t.diagnostic(`${role ?? 'nobody'}: ${bytes} bytes`)
    assert.ok(bytes > 10_000 && bytes <= most, `the first page of ${role ?? 'nobody'} has ${bytes} bytes`)
  }
}
