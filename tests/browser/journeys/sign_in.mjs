// Coming in: a wrong password, the right one, an account of one's own, and out again.

import assert from 'node:assert/strict'

import { walkAs } from '../walk.mjs'

export const title = 'an administrator makes an account, and its owner chooses a password and signs in'

export async function journey(site, way) {
  const email = `new.lead.${way.number}@wexcombe.example`
  const administrator = await walkAs(site, way, 'administrator')
  await administrator.go('/accounts')
  await administrator.look('accounts')
  await administrator.follow('Give somebody an account')
  await administrator.press('Make the account')
  await administrator.look('account-errors')
  await administrator.reads('There is a problem')
  await administrator.fill('Name', 'Ottilie Fernsby')
  await administrator.fill('E-mail address', email)
  await administrator.page.getByLabel('Role', { exact: true }).selectOption('action_lead')
  await administrator.look('account-new')
  await administrator.picture('give-an-account')
  await administrator.press('Make the account')
  await administrator.look('account-link')
  const link = new URL(await administrator.page.getByLabel('The link').inputValue()).pathname
  await administrator.follow('Go to the account')
  await administrator.look('account')
  await administrator.end()

  const owner = await walkAs(site, way)
  await owner.go(link)
  await owner.look('choose-password')
  await owner.fill('New password', 'short')
  await owner.fill('New password again', 'short')
  await owner.press('Save password')
  await owner.look('choose-password-error')
  await owner.fill('New password', 'four quiet green boats')
  await owner.fill('New password again', 'four quiet green boats')
  await owner.press('Save password')
  await owner.look('password-chosen')
  await owner.context.clearCookies()
  await owner.signIn(email, 'not my password at all')
  await owner.look('sign-in-wrong')
  await owner.reads('There is a problem')
  await owner.signIn(email, 'four quiet green boats')
  await owner.look('home-new')
  await owner.go('/account')
  await owner.look('my-account')
  await owner.press('Sign out')
  await owner.look('signed-out')
  await owner.page.goto('/account')
  assert.equal(new URL(owner.page.url()).pathname, '/sign-in')
  await owner.go(link).catch(() => {})
  await owner.reads('This link no longer works')
  await owner.look('link-spent')
  await owner.end()
}
