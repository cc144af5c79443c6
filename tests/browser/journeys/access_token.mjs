// A token for a program: made, shown once, taken back.

import { walkAs } from '../walk.mjs'

export const title = 'a token for a program is made, shown once and taken back'

export async function journey(site, way) {
  const analyst = await walkAs(site, way, 'performance analyst')
  await analyst.go('/account')
  await analyst.look('tokens-none')
  await analyst.follow('Make an access token')
  await analyst.look('token-new')
  await analyst.day('Last day on which it works', ['31', '2', '2027'])
  await analyst.refused('Make the token', 'token-errors')
  await analyst.fill('What is it for?', 'The dashboard of the practice group')
  await analyst.page.getByRole('group', { name: 'What may it do?' }).getByRole('radio').first().check()
  await analyst.day('Last day on which it works', ['31', '1', '2027'])
  await analyst.press('Make the token')
  await analyst.reads('Your new access token')
  await analyst.look('token-made')
  await analyst.follow('I have kept it safe')
  await analyst.look('tokens-some')
  await analyst.follow(/^Take back/)
  await analyst.look('token-take-back')
  await analyst.page.getByRole('main').getByRole('button').first().click()
  await analyst.look('token-taken-back')
  await analyst.end()
}
