// Settings: each group previewed, refused, saved, and put back.

import { walkAs } from '../walk.mjs'

export const title = 'an administrator previews and saves each group of settings'

export async function journey(site, way) {
  const administrator = await walkAs(site, way, 'administrator')
  await administrator.go('/')
  await administrator.menu('Settings')
  await administrator.look('settings')
  await choice(administrator, 'words', 'Save these words')
  await choice(administrator, 'updates', 'Save this cycle')
  await branding(administrator)
  await scales(administrator)
  await signingIn(administrator)
  await administrator.end()
}

/** A group that is one question: the last answer is previewed and saved, then the one that was chosen before. */
async function choice(administrator, group, button) {
  await administrator.go(`/settings/${group}`)
  await administrator.look(`settings-${group}`)
  const radios = administrator.page.getByRole('main').getByRole('radio')
  const chosen = await radios.evaluateAll((all) => all.findIndex((radio) => radio.checked))
  const other = (chosen + 1) % (await radios.count())
  await radios.nth(other).check()
  await administrator.press('Show a preview')
  await administrator.reads('Nothing is saved yet.')
  await administrator.look(`settings-${group}-preview`)
  await administrator.press(button)
  await administrator.look(`settings-${group}-saved`)
  await administrator.go(`/settings/${group}`)
  await radios.nth(chosen).check()
  await administrator.press(button)
}

async function branding(administrator) {
  await administrator.go('/settings/branding')
  await administrator.look('settings-branding')
  const name = administrator.page.getByLabel('Name of the council')
  const before = await name.inputValue()
  await name.fill('x'.repeat(300))
  await administrator.refused('Save name and colour', 'settings-branding-errors')
  await name.fill('Wexcombe Council')
  const radios = administrator.page.getByRole('main').getByRole('radio')
  const chosen = await radios.evaluateAll((all) => all.findIndex((radio) => radio.checked))
  for (let number = 0; number < (await radios.count()); number += 1) {
    await radios.nth(number).check()
    await administrator.press('Show a preview')
    await administrator.look(`settings-branding-${number}`)
  }
  await radios.nth(chosen).check()
  await administrator.press('Save name and colour')
  await administrator.look('settings-branding-saved')
  await administrator.go('/settings/branding')
  await name.fill(before)
  await administrator.press('Save name and colour')
}

async function scales(administrator) {
  await administrator.go('/settings/scales')
  await administrator.look('settings-scales')
  const text = administrator.page.getByLabel('The scale as text (TOML)')
  const example = await text.inputValue()
  await text.fill('name = ')
  await administrator.refused('Add this scale', 'settings-scales-errors')
  await text.fill(example)
  await administrator.press('Show a preview')
  await administrator.look('settings-scales-preview')
  await administrator.press('Add this scale')
  await administrator.told(/is added/)
  await administrator.look('settings-scales-added')
  await administrator.page.getByRole('button', { name: /^Remove this scale/ }).click()
  await administrator.told(/is gone/)
}

async function signingIn(administrator) {
  await administrator.go('/settings/sign-in')
  await administrator.look('settings-sign-in')
  const minutes = administrator.page.getByLabel('Minutes without use until somebody is signed out')
  const before = await minutes.inputValue()
  await minutes.fill('soon')
  await administrator.refused('Save these rules', 'settings-sign-in-errors')
  await minutes.fill('45')
  await administrator.press('Show a preview')
  await administrator.look('settings-sign-in-preview')
  await administrator.press('Save these rules')
  await administrator.told(/are changed/)
  await administrator.go('/settings/sign-in')
  await minutes.fill(before)
  await administrator.press('Save these rules')
}
