// A council begins: from the link that the server prints to the first board report, by the pages alone.

import assert from 'node:assert/strict'
import { join } from 'node:path'

import { startNew } from '../server.mjs'
import { giveAccount, password, takeAccount, walkAs } from '../walk.mjs'
import { order } from './report.mjs'

export const title = 'a newcomer imports a plan, opens a round, and sees it updated, signed off and reported to the board'

const plan = join(import.meta.dirname, '../plans/harbourside.md')

export async function journey({ browser }, way) {
  const server = await startNew()
  try {
    await begin({ server, browser }, way)
  } finally {
    await server.stop()
  }
}

async function begin(site, way) {
  const { manager, lead, sponsor } = await people(site, way)
  await manager.go('/')
  await manager.look('new-home')
  for (const empty of ['/plans', '/search?q=hub', '/history']) {
    await manager.go(empty)
    await manager.look(`new${empty.replace(/\W+/g, '-')}`)
  }
  await lead.go('/')
  await lead.look('new-home-lead')

  await importPlan(manager)
  await openRound(manager)
  await update(lead)
  await signOff(sponsor)

  await manager.menu('Plans')
  await manager.follow(/Children's Improvement Plan 2026 to 2027/)
  await manager.look('new-plan')
  await manager.more('Reports')
  await order(manager, 'new-report')
  for (const walk of [manager, lead, sponsor]) await walk.end()
}

/** The first administrator, and whom they give accounts to. */
async function people(site, way) {
  const administrator = await walkAs(site, way)
  await administrator.go(site.server.setUp)
  await administrator.look('first-start')
  await administrator.refused('Make my account', 'first-start-errors')
  await administrator.fill('Your name', 'Isolde Marchbanks')
  await administrator.fill('Your e-mail address', 'administrator@harbourside.example')
  await administrator.fill('New password', password)
  await administrator.fill('New password again', password)
  await administrator.press('Make my account')
  await administrator.look('first-start-done')
  await administrator.signIn('administrator@harbourside.example', password)
  await administrator.look('new-home-administrator')
  const wanted = {
    manager: { name: 'Ferdinand Oakeshott', role: 'Programme manager' },
    lead: { name: 'Rosalind Tarn', role: 'Action lead', knownAs: 'Head of Front Door' },
    sponsor: { name: 'Wilhelmina Ashcombe', role: 'Sponsor' },
  }
  const windows = {}
  for (const [key, person] of Object.entries(wanted)) {
    const email = `${key}@harbourside.example`
    const link = await giveAccount(administrator, { email, ...person })
    windows[key] = await walkAs(site, way)
    await takeAccount(windows[key], link, email)
  }
  await administrator.end()
  return windows
}

async function importPlan(manager) {
  await manager.go('/')
  await manager.follow('Import a plan')
  await manager.look('import-begin')
  await manager.refused('Read the plan', 'import-nothing')
  await manager.page.locator('input[type=file]').setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer: Buffer.from('A letter about nothing in particular.') })
  await manager.refused('Read the plan', 'import-refused')
  await manager.page.locator('input[type=file]').setInputFiles(plan)
  await manager.press('Read the plan')
  await manager.look('import')
  await manager.picture('import')
  await manager.reads('5 actions in 2 priorities', '0 of 3 questions settled')

  await manager.follow('Columns')
  await manager.look('import-columns')
  await manager.pick('Actions', 'Keep its words with the notes of the action')
  await manager.refused('Read the files again', 'import-columns-errors')
  await manager.pick('Actions', 'Action')
  await manager.pick('Who checks', 'Delivered through')
  await manager.press('Read the files again')

  await manager.follow('Settle the next question')
  await manager.look('import-question')
  await manager.picture('import-question')
  await manager.reads('March 2027 Sept 2027')
  const timescale = manager.page.locator('[name="action-1-2_due"]')
  await timescale.fill('quite soon')
  await manager.refused('Save my corrections', 'import-question-errors')
  await timescale.fill('30 September 2027')
  await manager.page.locator('[name="action-1-2_milestones"]').fill('')
  await manager.press('Save my corrections')
  await manager.reads('QZ')
  await manager.look('import-initials')
  await manager.page.locator('[name="lead-QZ_who"]').fill('Quentin Zeal')
  await manager.page.locator('[name="lead-QZ_kind"][value="person"]').check()
  await manager.press('Save my corrections')
  await manager.reads('when staffing allows')
  await manager.press('Leave it open for now')
  await manager.reads('3 of 3 questions settled')
  await manager.look('import-settled')
  await manager.follow('Look at the plan and save it')
  await manager.look('import-check')
  await manager.fill('Title of the plan', '')
  await manager.refused('Save the plan', 'import-check-errors')
  await manager.fill('Title of the plan', "Children's Improvement Plan 2026 to 2027")
  await manager.press('Save the plan')
  await manager.told(/is imported/)
  await manager.look('imported')
}

async function openRound(manager) {
  await manager.menu('Home')
  await manager.look('home-without-round')
  await manager.follow('Open an update round')
  await manager.look('rounds-none')
  await manager.day('Last day for updates', ['31', '2', '2027'])
  await manager.refused('Open the round', 'rounds-errors')
  await manager.day('Last day for updates', ['30', '11', '2026'])
  await manager.press('Open the round')
  await manager.reads('Who has not updated', 'Rosalind Tarn')
}

async function update(lead) {
  await lead.menu('Home')
  await lead.follow(/1\.1/)
  if (!lead.page.url().endsWith('/update')) await lead.follow('Give an update')
  await lead.day('When will it be complete?', ['31', '2', '2027'])
  await lead.refused('Send the update', 'update-no-day')
  await lead.day('When will it be complete?', ['', '', ''])
  await lead.choose('Are we doing it?', /^Green/i)
  await lead.choose('Is it making a difference?', /^Amber/i)
  await lead.fill('What happened since the last update?', 'Nine contacts in ten have a decision within a day.')
  await lead.press('Send the update')
  await lead.look('update-first')
}

async function signOff(sponsor) {
  await sponsor.go('/')
  await sponsor.follow('Look at what waits')
  await sponsor.look('new-queue')
  await sponsor.follow(/1\.1/)
  await sponsor.look('new-sign-off')
  await sponsor.choose('Do you accept this update?', /^Yes/)
  await sponsor.press('Send my decision')
  await sponsor.look('new-accepted')
  await sponsor.go('/')
  await sponsor.look('new-home-sponsor')
  assert.equal(await sponsor.page.getByText('Look at what waits').count(), 0)
}
