// Before a board meets: the sponsor signs and accepts, the manager builds the pack, members read, go down to the evidence and challenge.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { walkAs, walkAsNew } from '../walk.mjs'

export const title = 'a sponsor signs, the manager issues the pack, a board member and an adviser go down to the evidence and challenge'

const plan = '/plans/wexcombe-2025'

export async function journey(site, way) {
  const manager = await walkAs(site, way, 'programme manager')
  const shown = `Eleven of fourteen parents say that they were asked what would help (${way.number})`
  await giveEvidence(manager, shown)
  const sponsor = await walkAs(site, way, 'sponsor')
  await answerEvidence(sponsor, shown, way)
  await signReport(sponsor)
  await sponsor.end()
  await buildPack(manager)
  const member = await walkAs(site, way, 'board member')
  const challenge = await readAndChallenge(member, way)
  await member.end()
  await answerChallenge(manager, challenge)
  await manager.end()
  const adviser = await walkAsNew(site, way, {
    name: ['Cordelia Wakeham', 'Osbert Nance', 'Thirza Penrose', 'Ivor Lanyon'][way.number],
    email: `adviser.${way.number}@department.example`,
    role: 'Board member',
  })
  await testTheStory(adviser)
  await adviser.end()
}

async function giveEvidence(manager, shown) {
  await manager.go(`${plan}/actions/1.5/evidence`)
  await manager.look('evidence')
  await manager.page.locator('main a[href$="/evidence/new/voice"]').click()
  await manager.look('evidence-give')
  await manager.refused('Give the evidence', 'evidence-give-errors')
  await manager.fill('What does it show?', shown)
  await manager.fill('Who said it, and how?', 'Parents of children in need, by telephone in October')
  const days = manager.page.getByRole('group')
  await days.nth(0).getByLabel('Day').fill('30')
  await days.nth(0).getByLabel('Month').fill('10')
  await days.nth(0).getByLabel('Year').fill('2026')
  await manager.press('Give the evidence')
  await manager.reads(shown)
  await manager.look('evidence-given')
}

/** The first way accepts, the other declines: what was said is said once. */
async function answerEvidence(sponsor, shown, way) {
  await sponsor.go('/')
  await sponsor.reads('Evidence for you to accept or decline', shown)
  await sponsor.look('home-sponsor-evidence')
  await sponsor.follow(new RegExp(shown.replace(/[()]/g, '\\$&')))
  await sponsor.refused('Keep what I say', 'evidence-answer-nothing')
  await sponsor.choose('How strongly does it speak?', 'Decline it')
  await sponsor.refused('Keep what I say', 'evidence-declined-without-reason')
  if (way.number === 0) await sponsor.choose('How strongly does it speak?', 'Fair')
  else await sponsor.fill('Why?', 'Fourteen parents of nine hundred.')
  await sponsor.press('Keep what I say')
  await sponsor.told(way.number === 0 ? /is accepted/ : /is declined/)
  await sponsor.look('evidence-answered')
}

async function signReport(sponsor) {
  await sponsor.go(plan)
  await sponsor.follow('Packs')
  await sponsor.follow('Write and sign the highlight reports')
  await sponsor.look('highlight-reports')
  await sponsor.follow(/^1:/)
  await sponsor.look('highlight-report')
  await sponsor.fill('What we ask of the board', 'Agree two more workers for the assessment teams until June.')
  await sponsor.press('Keep the report')
  await sponsor.told(/is not signed/)
  await sponsor.press('Sign the report')
  await sponsor.look('highlight-report-signed')
  await sponsor.reads('Reports that were signed')
}

async function buildPack(manager) {
  const { page } = manager
  await manager.go(`${plan}/packs`)
  await manager.look('packs-before')
  const packs = page.locator('#papers section')
  const before = await packs.count()
  await manager.day('The plan as at', ['31', '2', '2026'])
  await manager.refused('Build the pack', 'pack-errors')
  await manager.day('The plan as at', ['2', '11', '2026'])
  await manager.press('Build the pack')
  await manager.told(/is being built/)
  await manager.look('pack-ordered')
  const until = Date.now() + 180_000
  while ((await packs.count()) <= before && Date.now() < until) {
    if (manager.way.javaScriptEnabled) await page.waitForTimeout(500)
    else await page.getByRole('link', { name: 'Load this page again' }).click({ timeout: 2000 }).catch(() => page.reload())
  }
  assert.ok((await packs.count()) > before, `the pack is built within three minutes:\n${await page.locator('main').innerText()}`)
  await manager.look('pack-built')
  await packs.first().getByRole('button', { name: /^Issue this pack/ }).click()
  await manager.told(/is issued/)
  await manager.look('pack-issued')
  await manager.reads('Issued by')
}

/** The paper for the board is what its hash says. */
async function downloadPack(walk) {
  const { page } = walk
  const row = page.locator('#papers section').first().getByRole('row').filter({ has: page.locator('a[href$="-board.pdf"]') })
  const [download] = await Promise.all([page.waitForEvent('download'), row.getByRole('link').click()])
  const bytes = readFileSync(await download.path())
  assert.equal(bytes.toString('latin1', 0, 5), '%PDF-')
  assert.equal(await row.locator('code').innerText(), createHash('sha256').update(bytes).digest('hex'), 'the hash that is shown is that of the paper')
}

/** From Home to a rating that its evidence does not support, and to the measure behind it; then the pack, and a question. */
async function readAndChallenge(member, way) {
  const { page } = member
  await member.go('/')
  await member.look('home-board-member')
  await page.getByRole('heading', { name: 'Do the ratings stand up to the evidence?' }).evaluate((heading) => heading.scrollIntoView())
  await member.picture('home-board-member')
  await member.reads('Do the ratings stand up to the evidence?', 'Rated better than the evidence')
  const better = page.locator('h4', { hasText: 'Rated better than the evidence' }).locator('xpath=following-sibling::ul[1]')
  await better.getByRole('link').first().click()
  await member.look('line-of-sight-of-member')
  await member.reads('What the evidence supports', 'Evidence supports')
  await page.locator('.app-sight__chart a').first().click()
  await member.look('measure-of-member')
  await member.go(`${plan}/packs`)
  assert.equal(await page.getByRole('button', { name: /Issue|Build/ }).count(), 0, 'a member reads packs and makes none')
  await downloadPack(member)

  await member.go(plan)
  await member.follow('Boards')
  await member.look('boards-of-member')
  await member.follow('Improvement Board')
  await member.look('board-of-member')
  await member.follow(/^11 November 2026/)
  await member.look('meeting-of-member')
  await member.follow('Log a challenge')
  await member.refused('Log the challenge', 'challenge-errors')
  const asked = `What will be different for children by June? (${way.number})`
  await member.fill('What was asked or doubted?', asked)
  await member.fill('Which post asked?', 'Lay member')
  await member.fill('Which post is to answer?', 'Director of Children’s Services')
  await member.press('Log the challenge')
  await member.reads(asked)
  await member.look('challenge-logged')
  return asked
}

async function answerChallenge(manager, asked) {
  await manager.go(plan)
  await manager.follow('Boards')
  await manager.follow('Improvement Board')
  await manager.follow(/^11 November 2026/)
  await manager.page.getByRole('listitem').filter({ hasText: asked }).getByRole('link', { name: /^Record the answer/ }).click()
  await manager.look('challenge-settle')
  await manager.fill('The answer, or what changed through it', 'Fewer children wait for an assessment; the board sees the figure in June.')
  await manager.press('Record it')
  await manager.reads('Fewer children wait for an assessment')
  await manager.look('challenge-answered')
  const late = manager.page.getByRole('button', { name: /^It came in today/ })
  if (await late.count()) {
    await late.first().click()
    await manager.look('paper-came-in')
  }
}

/** An adviser doubts: what a board would ask, how past ratings turned out, and which sentences of the plan nothing shows. */
async function testTheStory(adviser) {
  await adviser.go('/')
  await adviser.follow('See what a board would ask')
  await adviser.look('challenges-of-adviser')
  assert.equal(await adviser.page.getByRole('link', { name: /^Answer/ }).count(), 0, 'an adviser asks and does not answer')
  await adviser.follow('How past ratings turned out')
  await adviser.look('optimism')
  await adviser.reads('By priority', 'By post', 'three months later')
  await adviser.more('Driver diagram')
  await adviser.look('driver-diagram-of-adviser')
  await adviser.more('Impact tests')
  await adviser.look('impact-tests-of-adviser')
}
