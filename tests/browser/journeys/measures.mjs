// Figures: a scorecard, a measure, the children behind it; what is to be done in one team.

import assert from 'node:assert/strict'

import { walkAs } from '../walk.mjs'

export const title = 'an analyst reads a scorecard down to the children; a team manager sees what is due in their own team'

export async function journey(site, way) {
  const analyst = await walkAs(site, way, 'performance analyst')
  const { page } = analyst
  await analyst.go('/')
  await analyst.menu('Measures')
  await analyst.look('scorecards')
  await analyst.follow('The basics')
  await analyst.reads(/Data as at/, 'Every assessment is done in time')
  await analyst.look('scorecard')
  await analyst.picture('scorecard')
  await page.locator('a[href="/measures/assessments_within_45_working_days"]').first().click()
  await analyst.reads(/Higher is better/, 'What it is')
  await analyst.look('measure')
  await analyst.picture('measure')
  const folded = page.locator('details.app-unfold:not([open]) > summary')
  assert.ok(await folded.count() > 1, 'the page begins short')
  while (await folded.count() > 0) await folded.first().press('Enter')
  await analyst.reads('Why it matters')
  await analyst.look('measure-unfolded')
  const shown = await page.locator('.app-figure-chart svg.app-chart').first().locator('xpath=ancestor::div[contains(@class, "app-figure-chart")][last()]').locator('> div:visible').count()
  assert.equal(shown, 1, 'one of the two pictures is shown')
  await analyst.follow('Quarter')
  await analyst.reads(/Higher is better/)
  await analyst.follow('See the children behind the latest figure')
  await analyst.reads('That you opened this list is in the history.')
  await analyst.look('measure-children')
  const open = page.locator('form[action="/data/children/ask"] button').first()
  await open.focus()
  // No child is in the address.
  await Promise.all([page.waitForURL(/\/data\/children\/ask$/), page.keyboard.press('Enter')])
  await analyst.reads('Why do you need to see this child’s records?')
  await analyst.look('child-asked-from-a-list')
  await analyst.go('/measures?q=visits&variation=none')
  await analyst.reads('Filters in use')
  await analyst.look('measures-filtered')
  await analyst.go('/measures?as_at=1990-01-01')
  await analyst.reads('There are no records of 1 January 1990 or before')
  await analyst.look('measures-no-records')
  await analyst.end()

  const manager = await walkAs(site, way, 'team manager')
  await manager.go('/')
  await manager.follow('See what is overdue and due soon in your teams')
  await manager.reads('My team', 'By worker', 'By list')
  await manager.look('my-team')
  await manager.picture('my-team')
  await manager.menu('Case lists')
  await manager.look('case-lists')
  await manager.page.getByRole('table').getByRole('link').first().click()
  await manager.page.waitForLoadState()
  await manager.look('case-list')
  const teams = await manager.page.locator('td[data-label="Team"]').allInnerTexts()
  assert.equal(new Set(teams).size <= 1, true, `only their own team: ${[...new Set(teams)]}`)
  await manager.end()
}
