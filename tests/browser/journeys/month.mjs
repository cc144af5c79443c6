// A month of the plan: a round is opened, a lead reports, a sponsor sends back and accepts, the round is closed.

import assert from 'node:assert/strict'

import { walkAs } from '../walk.mjs'

export const title = 'a round is opened, the lead reports, the sponsor sends back, then accepts'

export async function journey(site, way) {
  const manager = await walkAs(site, way, 'programme manager')
  await manager.go('/')
  await manager.look('home-manager')
  await manager.follow(/^See who has not updated|^Open an update round/)
  const [, rounds] = /^(\/plans\/[^/]+\/rounds)/.exec(new URL(manager.page.url()).pathname)
  if (new URL(manager.page.url()).pathname !== rounds) {
    await manager.look('round-in-hand')
    await manager.press('Close the round')
  }
  await manager.go(rounds)
  await manager.look('rounds')
  const months = await manager.page.getByLabel('Month that updates are asked for').locator('option').evaluateAll((options) => options.map((option) => option.value).filter(Boolean))
  await manager.page.getByLabel('Month that updates are asked for').selectOption(months[0])
  const [year, month] = months[0].split('-')
  await manager.day('Last day for updates', ['28', month, year])
  await manager.press('Open the round')
  await manager.look('round-open')
  await manager.picture('update-round')
  const round = manager.page.url()
  await manager.reads('Who has not updated')

  const lead = await walkAs(site, way, 'action lead')
  await lead.go('/')
  await lead.look('home-lead')
  await lead.picture('home-lead')
  // The sponsor of the demonstration answers for the first priority.
  const hrefs = await lead.page.locator('main a[href*="/actions/1."]').evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  const own = [...new Set(hrefs.map((href) => /^(\/plans\/[^/]+\/actions\/[^/?]+)/.exec(href)[1]))]
  const update = own[way.number % own.length]
  await lead.go(`${update}/update`)
  await lead.look('update')
  await lead.picture('give-an-update')
  await lead.choose('Are we doing it?', /^Blue|^Complete/i)
  await lead.fill('What happened since the last update?', 'The new rota is in place.')
  await lead.press('Save as a draft')
  await lead.look('update-draft')
  await lead.go(`${update}/update`)
  await lead.reads('This is your draft')
  await lead.fill('How will it last?', '')
  await lead.fill('What does this rest on?', '')
  await lead.press('Send the update')
  await lead.look('update-refused')
  await lead.reads('There is a problem')
  await lead.picture('blue-refused')
  await lead.choose('Are we doing it?', /^Amber/i)
  await lead.fill('What does this rest on?', 'Rota agreed by the service')
  await lead.press('Send the update')
  await lead.look('update-sent')
  await attachAndDiscuss(lead)
  await answerChallenge(lead, update.replace(/\/actions\/.*/, ''))

  const sponsor = await walkAs(site, way, 'sponsor')
  await sponsor.go('/')
  await sponsor.look('home-sponsor')
  await sponsor.go(update.replace(/\/actions\/.*/, '/sign-off'))
  await sponsor.look('sign-off-queue')
  await sponsor.go(`${update}/sign-off`)
  await sponsor.press('Send my decision')
  await sponsor.look('sign-off-error')
  await sponsor.reads('There is a problem')
  await sponsor.choose('Do you accept this update?', /^No/)
  await sponsor.fill('What do you ask the lead?', 'How many of the shifts are filled?')
  await sponsor.look('sign-off')
  await sponsor.picture('sign-off')
  await sponsor.press('Send my decision')
  await sponsor.look('sent-back')

  await lead.go('/')
  await lead.reads('How many of the shifts are filled?')
  await lead.look('home-sent-back')
  await lead.go(`${update}/update`)
  await lead.look('update-sent-back')
  await lead.choose('Are we doing it?', /^Amber/i)
  await lead.fill('What happened since the last update?', 'Nineteen of twenty shifts are filled.')
  await lead.press('Send the update')
  await lead.look('update-answered')
  await lead.end()

  await sponsor.go(`${update}/sign-off`)
  await sponsor.choose('Do you accept this update?', /^Yes/)
  await sponsor.press('Send my decision')
  await sponsor.look('accepted')
  await sponsor.end()

  await manager.go(update)
  await manager.look('action-accepted')
  await manager.picture('action')
  await manager.go(round)
  await manager.press('Close the round')
  await manager.look('round-closed')
  await manager.end()
}

async function attachAndDiscuss(lead) {
  await lead.refused('Attach the file', 'attach-nothing')
  await lead.page.getByLabel('Choose a file').setInputFiles({ name: 'rota.csv', mimeType: 'text/csv', buffer: Buffer.from('day,shifts\nMonday,20\n') })
  await lead.press('Attach the file')
  await lead.look('attached')
  const [download] = await Promise.all([lead.page.waitForEvent('download'), lead.page.getByRole('link', { name: 'rota.csv' }).first().click()])
  assert.equal(download.suggestedFilename(), 'rota.csv')
  await lead.refused('Add to the discussion', 'discussion-nothing')
  await lead.fill('Write to everybody who looks at this action', 'The last shift is filled from Monday.')
  await lead.press('Add to the discussion')
  await lead.reads('The last shift is filled from Monday.')
  await lead.look('discussed')
}

/** What a board has reason to ask about an action of one's own. */
async function answerChallenge(lead, plan) {
  await lead.go(`${plan}/challenges?answer=to_be_answered&kind=action_without_measure`)
  await lead.look('challenges-of-lead')
  await lead.follow(/^Answer ?:/)
  await lead.refused('Keep the answer', 'answer-nothing')
  await lead.fill('Your answer', 'The audit of the new rota will show it from March.')
  await lead.press('Keep the answer')
  await lead.told(/Your answer is kept/)
  await lead.go(`${plan}/challenges?answer=answered`)
  await lead.reads('1 answer')
  await lead.look('challenges-answered')
}
