// An obsession: begun, looked at, closed.

import { walkAs } from '../walk.mjs'

export const title = 'an obsession is begun, checked in on and closed'

export async function journey(site, way) {
  const manager = await walkAs(site, way, 'programme manager')
  await manager.go('/')
  await manager.menu('Plans')
  await manager.follow(/Improvement Plan/)
  await manager.more('Obsessions')
  await manager.look('obsessions')
  await manager.follow('Begin an obsession')
  await manager.look('obsession-begin')
  await manager.refused('Begin the obsession', 'obsession-begin-errors')
  await manager.fill('What people will call it', 'Visits on time')
  await manager.fill('What will be different at the end?', 'Every child is seen within ten working days.')
  await manager.fill('What do you look at each week?', 'Children seen within ten working days')
  await manager.fill('Where does it stand now?', '71%, 34 of 48 children')
  await manager.fill('Who answers for it?', 'Head of Service, Assessment and Safeguarding')
  await manager.day('First day', ['26', '10', '2026'])
  await manager.page.getByRole('checkbox', { name: /^1\.7/ }).check()
  await manager.press('Begin the obsession')
  await manager.told(/has begun/)
  await manager.look('obsession')
  await manager.refused('Keep the check-in', 'check-in-errors')
  await manager.fill('Children seen within ten working days: where does it stand?', '81%, 39 of 48')
  await manager.fill('What happened? (optional)', 'Visits are planned on Mondays.')
  await manager.press('Keep the check-in')
  await manager.look('check-in')
  await manager.picture('obsession')
  await manager.reads('81%, 39 of 48')
  await manager.refused('Close the obsession', 'close-errors')
  await manager.fill('What came of it?', '92%, 44 of 48: beyond what chance would give.')
  await manager.press('Close the obsession')
  await manager.told(/is closed/)
  await manager.look('obsession-closed')
  await manager.follow('Obsessions')
  await manager.look('obsessions-some')
  await manager.end()
}
