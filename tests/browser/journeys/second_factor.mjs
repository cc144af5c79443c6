// Codes from a phone: set up, asked for at the next sign-in, and turned off.

import { createHmac } from 'node:crypto'

import { now } from '../server.mjs'
import { password, walkAsNew } from '../walk.mjs'

export const title = 'codes from a phone are set up, asked for and turned off'

export async function journey(site, way) {
  const email = `careful.lead.${way.number}@wexcombe.example`
  const person = await walkAsNew(site, way, { name: ['Ambrose Tindall', 'Una Pettigrew', 'Jago Farrant', 'Mabel Osgood'][way.number], email, role: 'Action lead' })
  await person.go('/account')
  await person.follow(/^Set up codes from your phone/)
  await person.look('second-factor')
  await person.press('Set up codes')
  await person.look('second-factor-set-up')
  await person.picture('codes-from-your-phone')
  const secret = (await person.page.locator('.app-secret').innerText()).replace(/\s/g, '')
  await person.fill('Six-digit code that the app shows now', '12')
  await person.refused('Turn the codes on', 'second-factor-set-up-errors')
  await person.fill('Six-digit code that the app shows now', codeOf(secret))
  await person.press('Turn the codes on')
  await person.look('recovery-codes')
  const [recovery] = await person.page.locator('.app-codes code').allInnerTexts()
  await person.follow('I have kept them safe')
  await person.look('account-with-codes')

  await person.context.clearCookies()
  await person.signIn(email, password)
  await person.look('code')
  await person.press('Continue')
  await person.look('code-errors')
  await person.reads('There is a problem')
  await person.page.getByLabel(/code/i).first().fill(recovery)
  await person.press('Continue')
  await person.go('/account/second-factor')
  await person.look('second-factor-on')
  await person.refused('Turn the codes off', 'second-factor-off-errors')
  await person.page.getByLabel(/password/i).first().fill(password)
  await person.press('Turn the codes off')
  await person.look('second-factor-off')
  await person.go('/account/password')
  await person.look('password')
  await person.refused('Change password', 'password-errors')
  await person.end()
}

/** The code that an app shows at the moment that the server takes for now. */
function codeOf(secret) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.parse(now) / 30_000)))
  const mac = createHmac('sha1', key).update(step).digest()
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
