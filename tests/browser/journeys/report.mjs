// A board report: ordered, built, downloaded, and what arrives is what its hash says.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { walkAs } from '../walk.mjs'

export const title = 'a sponsor orders a board report and downloads it as PDF and as a Word document'

export async function journey(site, way) {
  const sponsor = await walkAs(site, way, 'sponsor')
  await sponsor.go('/')
  await sponsor.menu('Plans')
  await sponsor.follow(/Improvement Plan/)
  await sponsor.more('Reports')
  await order(sponsor, 'report')
  await sponsor.picture('reports')
  await sponsor.end()
}

/** From the page of reports: orders one, waits for it, and downloads it. */
export async function order(walk, name) {
  const { page } = walk
  await walk.look(`${name}-before`)
  await page.getByRole('checkbox', { name: 'PDF' }).uncheck()
  await walk.day('The plan as at', ['31', '2', '2026'])
  await walk.refused('Build the report', `${name}-errors`)
  await walk.day('The plan as at', ['2', '11', '2026'])
  await page.getByRole('checkbox', { name: 'PDF' }).check()
  await page.getByRole('checkbox', { name: 'Word' }).check()
  const papers = page.locator('a[download]')
  const before = await papers.count()
  await walk.press('Build the report')
  await walk.look(`${name}-ordered`)
  await built(walk, papers, before + 2)
  await walk.look(`${name}-built`)
  for (const [ending, magic] of [['.pdf', '%PDF-'], ['.docx', 'PK']]) {
    const row = page.getByRole('row').filter({ has: page.locator(`a[download][href]:text("${ending}")`) }).first()
    const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link').click()])
    const bytes = readFileSync(await download.path())
    assert.ok(download.suggestedFilename().endsWith(ending), download.suggestedFilename())
    assert.equal(bytes.toString('latin1', 0, magic.length), magic)
    assert.equal(await row.locator('code').innerText(), createHash('sha256').update(bytes).digest('hex'), 'the hash that is shown is that of the file')
  }
}

/** With JavaScript the papers come by themselves; without, the page is loaded again. */
async function built(walk, papers, wanted) {
  for (const until = Date.now() + 60_000; Date.now() < until; ) {
    if ((await papers.count()) >= wanted) return
    if (walk.way.javaScriptEnabled) await walk.page.waitForTimeout(250)
    else await walk.page.getByRole('link', { name: 'Load this page again' }).click({ timeout: 2000 }).catch(() => walk.page.reload())
  }
  assert.fail(`the report was not built within a minute:\n${await walk.page.locator('main').innerText()}`)
}
