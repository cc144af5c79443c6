// The registers of a plan: somebody is added, a post changes hands, an inspection gets its findings.

import { walkAs } from '../walk.mjs'

export const title = 'registers are added to, changed and taken from, and a post changes hands'

export async function journey(site, way) {
  const manager = await walkAs(site, way, 'programme manager')
  await manager.go('/')
  await manager.menu('Plans')
  await manager.follow(/Improvement Plan/)
  const plan = new URL(manager.page.url()).pathname
  await manager.go(`${plan}/registers`)
  await manager.look('registers')
  const entries = {
    people: { button: 'Add a person', field: 'Name', value: `Cordelia Finch ${way.number}` },
    posts: { button: 'Add a post', field: 'Title of the post', value: `Head of Sufficiency ${way.number}` },
    bodies: { button: 'Add a body', field: 'Name of the body', value: `Voices Group ${way.number}` },
    inspections: { button: 'Add an inspection', field: 'Name', value: `Peer review ${way.number}` },
    abbreviations: { button: 'Add an abbreviation', field: 'Abbreviation', value: `VG${way.number}` },
    'edit/priorities': { button: 'Add a priority', field: 'Title', value: `Play ${way.number}` },
  }
  for (const [register, entry] of Object.entries(entries)) await addOne(manager, plan, register, entry)
  await changeHands(manager, plan)
  await takeOut(manager, plan, entries.people)
  await manager.end()
}

async function addOne(manager, plan, register, { button, field, value }) {
  const name = register.replace(/\W/g, '-')
  await manager.go(`${plan}/${register}`)
  await manager.look(name)
  await manager.follow(button)
  await manager.look(`${name}-add`)
  await manager.refused(button, `${name}-add-errors`)
  await manager.fill(field, value)
  if (register === 'abbreviations') await manager.fill('Meaning', 'Voices Group')
  if (register === 'edit/priorities') await manager.fill('Reference', `P${manager.way.number}`)
  await manager.fill('Why?', 'It was missing.')
  await manager.press(button)
  await manager.told(/is added/)
  await manager.page.getByRole('link', { name: value }).first().click()
  await manager.look(`${name}-entry`)
  await manager.refused('Save the change', `${name}-entry-errors`)
}

async function changeHands(manager, plan) {
  await manager.go(`${plan}/posts`)
  await manager.follow('Head of Early Help')
  await manager.look('post')
  await manager.refused('Change the holder', 'post-errors')
  await manager.fill('New holder', `Barnaby Quill ${manager.way.number}`)
  await manager.day('From which day?', ['1', '12', '2026'])
  await manager.page.locator('[name=holder_reason]').fill('The post was filled.')
  await manager.press('Change the holder')
  await manager.told(/Barnaby Quill/)
  await manager.look('post-changed')
}

async function takeOut(manager, plan, { value }) {
  await manager.go(`${plan}/people`)
  await manager.follow(value)
  await manager.refused('Take it out', 'person-take-out-errors')
  await manager.page.locator('[name=remove_reason]').fill('She went to another council.')
  const entry = new URL(manager.page.url()).pathname.replace(/\/remove$/, '')
  await manager.press('Take it out')
  await manager.told(/taken out/)
  await manager.go(entry)
  await manager.look('person-gone')
}
