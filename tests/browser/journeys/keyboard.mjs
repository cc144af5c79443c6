// With the keyboard alone: sign in, and send an update.

import assert from 'node:assert/strict'

import { walkAs } from '../walk.mjs'

export const title = 'a lead signs in and sends an update with Tab, Space, the arrows and Enter'

export async function journey(site, way) {
  const lead = await walkAs(site, way)
  const { email } = site.server.people.find((person) => person.role === 'action lead')
  const keyboard = lead.page.keyboard
  await lead.go('/sign-in')
  await tabTo(lead, 'link', 'Skip to main content')
  await lead.look('skip-link')
  await keyboard.press('Enter')
  await tabTo(lead, 'textbox', 'E-mail address')
  await keyboard.type(email)
  await tabTo(lead, 'textbox', 'Password')
  await keyboard.type(site.server.password)
  await keyboard.press('Enter')
  await lead.page.getByRole('heading', { level: 1, name: 'What needs you' }).waitFor()
  const action = lead.page.locator('main a[href*="/actions/"]').first()
  await tabOnto(lead, action)
  await keyboard.press('Enter')
  await lead.page.getByRole('heading', { level: 1 }).waitFor()
  await lead.page.waitForURL(/\/actions\//)
  if (!lead.page.url().includes('/update')) {
    await tabTo(lead, 'link', 'Give an update', 'button')
    await keyboard.press('Enter')
    await lead.page.waitForURL(/\/update$/)
  }
  await tabOnto(lead, lead.page.locator('input[name="action_rating"]'))
  await keyboard.press('Space')
  // The arrows move between the levels; down and up again leaves the one that was chosen.
  await keyboard.press('ArrowDown')
  await keyboard.press('ArrowUp')
  await tabTo(lead, 'textbox', 'What happened since the last update?')
  await keyboard.type(`Said with the keyboard alone, ${way.name}.`)
  await tabTo(lead, 'button', 'Send the update')
  await lead.look('keyboard-update')
  await keyboard.press('Enter')
  await lead.page.waitForURL((url) => !url.pathname.endsWith('/update'))
  await lead.reads(`Said with the keyboard alone, ${way.name}.`)
  await lead.end()
}

async function tabTo(walk, ...namedAs) {
  const [role, name, other] = namedAs
  const one = walk.page.getByRole(role, { name, exact: true })
  await tabOnto(walk, other ? one.or(walk.page.getByRole(other, { name, exact: true })) : one)
}

/** Presses Tab until one of these has the focus; no more often than a page can ask for. */
async function tabOnto(walk, wanted) {
  const focused = wanted.and(walk.page.locator(':focus'))
  for (let presses = 0; presses < 120; presses += 1) {
    if (await focused.count()) return
    await walk.page.keyboard.press('Tab')
  }
  assert.fail(`Tab does not reach ${wanted} on ${walk.page.url()}`)
}
