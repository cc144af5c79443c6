// The plan changes: amended, split, merged, withdrawn, put back and reordered, each with a reason; two people lose nothing.

import assert from 'node:assert/strict'

import { walkAs, walkAsNew } from '../walk.mjs'

export const title = 'a plan is amended, and the second of two people is shown what the first changed'

export async function journey(site, way) {
  const manager = await walkAs(site, way, 'programme manager')
  await manager.go('/')
  await manager.menu('Plans')
  await manager.follow(/Improvement Plan/)
  const plan = new URL(manager.page.url()).pathname
  await manager.more(/^Edit/)
  await manager.look('edit')

  const [first, second] = [await add(manager, plan, 'Agree with schools who rings whom.'), await add(manager, plan, 'Publish the list of numbers.')]
  await amend(manager, plan, first)
  await conflict(site, way, manager, plan, first)
  await split(manager, plan, first)
  await merge(manager, plan, second)
  await withdraw(manager, plan)
  await reorder(manager, plan)
  await freeze(manager, plan)
  await manager.end()
}

/** The last reference of the fourth priority given here; those between are for splitting. */
let free = 40

/** Adds an action to the fourth priority; gives its reference. */
async function add(manager, plan, words) {
  await manager.go(`${plan}/edit/add`)
  await manager.page.getByLabel('Where', { exact: false }).first().selectOption('priority 4')
  await manager.fill('The action in words', '')
  await manager.refused('Add the action', 'add-errors')
  free += 10
  const reference = `4.${free}`
  await manager.fill('Reference', reference)
  await manager.fill('The action in words', words)
  await manager.fill('Who leads it', 'Head of Early Help')
  await manager.fill('Timescale', 'Mar 27')
  await manager.fill('Why?', 'Agreed by the board.')
  await manager.press('Add the action')
  await manager.told(/is in the plan/)
  return reference
}

async function amend(manager, plan, reference) {
  await manager.go(`${plan}/actions/${reference}`)
  await manager.follow('Change the action')
  await manager.look('edit-choose')
  await manager.page.getByRole('link', { name: 'Change' }).first().click()
  await manager.look('edit-words')
  await manager.fill('The action in words', '')
  await manager.refused('Save the change', 'edit-words-errors')
  await manager.fill('The action in words', 'Agree with every school who rings whom.')
  await manager.fill('Why?', 'Schools asked for it.')
  await manager.press('Save the change')
  await manager.told(/is changed/)
  await manager.look('edit-changed')
  for (const what of ['timescale', 'leads', 'items', 'milestones', 'success', 'sources', 'place']) {
    await manager.go(`${plan}/actions/${reference}/edit/${what}`)
    await manager.look(`edit-${what}`)
  }
  await manager.go(`${plan}/actions/${reference}/edit/milestones`)
  await manager.page.getByLabel('Completed on (when it is)').first().fill('soon')
  await manager.refused('Save the change', 'edit-milestones-errors')
}

async function conflict(site, way, manager, plan, reference) {
  const form = `${plan}/actions/${reference}/edit/words`
  const name = ['Leopold Garraway', 'Hester Plumb', 'Silas Wren', 'Beatrix Lorne'][way.number]
  const person = { name, email: `second.manager.${way.number}@wexcombe.example`, role: 'Programme manager' }
  const other = await walkAsNew(site, way, person)
  await other.go(form)
  await manager.go(form)
  await manager.fill('The action in words', 'Agree with every school and nursery who rings whom.')
  await manager.fill('Why?', 'Nurseries asked for it.')
  await manager.press('Save the change')
  await other.fill('The action in words', 'Agree with every school who rings whom, and when.')
  await other.fill('Why?', 'Evenings were forgotten.')
  await other.press('Save the change')
  await other.reads('Somebody else has changed this action', 'What differs', 'school and nursery', 'Nurseries asked for it.')
  assert.equal(await other.page.getByLabel('The action in words', { exact: true }).inputValue(), 'Agree with every school who rings whom, and when.')
  await other.look('edit-conflict')
  await other.picture('two-people')
  await other.fill('The action in words', 'Agree with every school and nursery who rings whom, and when.')
  await other.press('Save the change')
  await other.told(/is changed/)
  await other.end()
}

async function split(manager, plan, reference) {
  await manager.go(`${plan}/actions/${reference}/edit`)
  await manager.follow('Split the action')
  await manager.look('edit-split')
  await manager.refused('Split the action', 'edit-split-errors')
  const [one, two] = ['By day', 'In the evening'].map((when) => `${when}, schools know whom to ring.`)
  await manager.page.getByLabel('The action in words').nth(0).fill(one)
  await manager.page.getByLabel('The action in words').nth(1).fill(two)
  await manager.fill('Why?', 'Two teams do it.')
  await manager.press('Split the action')
  await manager.told(/is changed/)
  await manager.look('edit-was-split')
}

async function merge(manager, plan, reference) {
  await manager.go(`${plan}/actions/${reference}/edit`)
  await manager.follow('Merge the action into another')
  await manager.look('edit-merge')
  await manager.refused('Merge the action', 'edit-merge-errors')
  await manager.page.locator('select[name=into]').selectOption('4.1')
  await manager.fill('Why?', 'It is the same work.')
  await manager.press('Merge the action')
  await manager.told(/is changed/)
  await manager.look('edit-was-merged')
}

async function withdraw(manager, plan) {
  const reference = await add(manager, plan, 'Print posters for waiting rooms.')
  await manager.go(`${plan}/actions/${reference}/edit`)
  await manager.follow('Withdraw the action')
  await manager.look('edit-withdraw')
  await manager.refused('Withdraw the action', 'edit-withdraw-errors')
  await manager.fill('Why?', 'Nobody reads them.')
  await manager.press('Withdraw the action')
  await manager.look('edit-withdrawn')
  await manager.go(`${plan}/actions/${reference}/edit`)
  await manager.look('edit-gone')
  await manager.follow('Put the action back into the plan')
  await manager.look('edit-put-back')
  await manager.fill('Why?', 'The hospital asked for it.')
  await manager.press('Put it back')
  await manager.told(/is changed/)
}

async function reorder(manager, plan) {
  await manager.go(`${plan}/edit/order`)
  await manager.look('order')
  await manager.page.locator('main a[href*="/edit/order?place=priority"]').last().click()
  await manager.look('order-place')
  const places = manager.page.getByLabel(/^Place of /)
  const last = await places.count()
  await places.first().fill('first')
  await manager.refused('Save the order', 'order-errors')
  await places.first().fill(String(last))
  await manager.fill('Why?', 'What comes first stands first.')
  await manager.press('Save the order')
  await manager.told(/in their new order/)
  await manager.look('order-saved')
}

async function freeze(manager, plan) {
  await manager.go(`${plan}/baselines`)
  await manager.look('baselines')
  await manager.refused('Freeze the plan', 'baselines-errors')
  await manager.fill('Name', `Before winter, ${manager.way.name}`)
  await manager.press('Freeze the plan')
  await manager.told(/is frozen/)
  await manager.page.getByRole('link', { name: /^Compare/ }).first().click()
  await manager.look('compare')
  await manager.go(`${plan}/edit/questions`)
  await manager.look('questions')
  const settle = manager.page.getByRole('button', { name: /^This is settled/ }).first()
  if (!(await settle.count())) return
  await settle.click()
  await manager.look('questions-errors')
  await manager.reads('There is a problem')
}
