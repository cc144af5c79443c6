// Away for too long: what was typed is kept, and sent by one button after signing in again.

import { startLater, startNew } from '../server.mjs'
import { password, walkAs } from '../walk.mjs'

export const title = 'a form that is sent too late is kept, and sent after signing in again'

const email = 'administrator@harbourside.example'

export async function journey({ browser }, way) {
  let server = await startNew()
  try {
    const administrator = await walkAs({ server, browser }, way)
    await administrator.go(server.setUp)
    await administrator.fill('Your name', 'Isolde Marchbanks')
    await administrator.fill('Your e-mail address', email)
    await administrator.fill('New password', password)
    await administrator.fill('New password again', password)
    await administrator.press('Make my account')
    await administrator.signIn(email, password)
    await administrator.go('/accounts/new')
    await administrator.fill('Name', 'Rosalind Tarn')
    await administrator.fill('E-mail address', 'lead@harbourside.example')
    await administrator.pick('Role', 'Action lead')

    server = await startLater(server, '2026-11-02T10:00:00Z')
    await administrator.press('Make the account')
    await administrator.reads('What you sent is kept')
    await administrator.look('timed-out')
    await administrator.fill('E-mail address', email)
    await administrator.fill('Password', password)
    await administrator.press('Sign in')
    await administrator.reads('Your answers are kept')
    await administrator.look('kept-forms')
    await administrator.press('Send it now')
    await administrator.reads('Link for Rosalind Tarn')
    await administrator.end()
  } finally {
    await server.stop()
  }
}
