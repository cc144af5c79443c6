// One person's window on a journey: each page they meet is looked at as they meet it.

import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { keepPicture, openFor, signIn, widths } from './browser.mjs'
import { faultsOf, layoutOf, nothingWrong } from './checks.mjs'
import { smaller } from './png.mjs'
import { root } from './server.mjs'

const pictures = process.env.PICTURES && resolve(root, process.env.PICTURES)
const largestPicture = 60 * 1024

/** A window of the person with this role; of nobody when there is none. */
export async function walkAs(site, way, role) {
  const person = role && site.server.people.find((somebody) => somebody.role === role)
  if (role && !person) throw new Error(`the demonstration has no ${role}`)
  return new Walk(site, way, await openFor(site, person, way))
}

/** A window of somebody to whom the administrator gives an account for this journey. */
export async function walkAsNew(site, way, { name, email, role, knownAs = '' }) {
  const administrator = await walkAs(site, way, 'administrator')
  const link = await giveAccount(administrator, { name, email, role, knownAs })
  await administrator.end()
  const walk = await walkAs(site, way)
  await takeAccount(walk, link, email)
  return walk
}

/** The password of every account that a journey makes. */
export const password = 'four quiet green boats'

/** Gives somebody an account; the address at which they choose their password. */
export async function giveAccount(administrator, { name, email, role, knownAs = '' }) {
  await administrator.go('/accounts')
  await administrator.follow('Give somebody an account')
  await administrator.fill('Name', name)
  await administrator.fill('E-mail address', email)
  await administrator.pick('Role', role)
  await administrator.fill('What plans call them', knownAs)
  await administrator.press('Make the account')
  return new URL(await administrator.page.getByLabel('The link').inputValue()).pathname
}

/** Chooses the password at the address, and signs in. */
export async function takeAccount(walk, link, email) {
  await walk.go(link)
  await walk.fill('New password', password)
  await walk.fill('New password again', password)
  await walk.press('Save password')
  if (new URL(walk.page.url()).pathname === '/sign-in') await walk.signIn(email, password)
}

class Walk {
  constructor(site, way, { context, page, faults }) {
    Object.assign(this, { site, way, context, page, faults })
  }

  /**
   * Looks at the page as it stands, and at its layout at the other width too,
   * and keeps a picture; what is wrong with it fails the journey at its end.
   */
  async look(name) {
    const { page, context, way } = this
    const say = (found, width) => found.map((fault) => `${name} (${new URL(page.url()).pathname}, ${width} px): ${fault}`)
    this.faults.push(...say(await faultsOf(page, context), way.viewport.width))
    await keepPicture(page, `${name}-${way.number}`)
    const other = way.viewport === widths.phone ? widths.desk : widths.phone
    await page.setViewportSize(other)
    this.faults.push(...say(await layoutOf(page), other.width))
    await page.setViewportSize(way.viewport)
    return this
  }

  /** Goes to an address, which must answer. */
  async go(path) {
    const answer = await this.page.goto(path)
    assert.equal(answer.status(), 200, `${path} answers`)
  }

  async follow(name) {
    // A link that looks like a button is one to assistive technology.
    await this.page.getByRole('link', { name }).or(this.page.getByRole('button', { name })).first().click()
    await this.page.waitForLoadState()
  }

  /** Follows a link to one of the plan's pages that do not always stand there. */
  async more(name) {
    await this.page.locator('summary', { hasText: 'More of this plan' }).click()
    await this.follow(name)
  }

  /** Follows a link of the menu, which is closed on a phone with JavaScript. */
  async menu(name) {
    const { viewport, javaScriptEnabled } = this.way
    const isClosed = viewport === widths.phone && javaScriptEnabled
    if (isClosed) await this.page.getByRole('button', { name: 'Menu', exact: true }).click()
    await this.page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name, exact: true }).click()
    await this.page.waitForLoadState()
  }

  async press(name) {
    await this.page.getByRole('button', { name, exact: true }).click()
    await this.page.waitForLoadState()
  }

  /** Chooses from a list by the words of the choice. */
  async pick(label, words) {
    await this.page.getByLabel(label, { exact: true }).selectOption({ label: words })
  }

  /** Fills in the three fields of a day. */
  async day(question, [day, month, year]) {
    const group = this.page.getByRole('group', { name: question })
    await group.getByLabel('Day').fill(day)
    await group.getByLabel('Month').fill(month)
    await group.getByLabel('Year').fill(year)
  }

  /** Sends the form of this button as it stands; it must come back with what is wrong. */
  async refused(button, name) {
    await this.press(button)
    await this.look(name)
    await this.reads('There is a problem')
    assert.match(await this.page.title(), /^Error: /, `the title of ${name}`)
  }

  async fill(label, value) {
    await this.page.getByLabel(label, { exact: true }).fill(value)
  }

  /** Chooses an answer of a question with radio buttons, by the beginning of its words. */
  async choose(question, answer) {
    const group = this.page.getByRole('group', { name: question })
    await group.getByRole('radio', { name: answer }).first().check()
  }

  /** Fails unless these words can be read on the page. */
  async reads(...words) {
    for (const said of words) {
      const text = await this.page.locator('body').innerText()
      assert.ok(said instanceof RegExp ? said.test(text) : text.includes(said), `“${said}” is on ${this.page.url()}:\n${text}`)
    }
  }

  /** The sentence in the banner after something was done. */
  async told(words) {
    const banner = await this.page.locator('.govuk-notification-banner__content').innerText()
    assert.match(banner, words)
  }

  /** Writes a picture for the guide: only where they are asked for, at desk width with JavaScript. */
  async picture(name) {
    if (!pictures || this.way.number !== 0) return
    mkdirSync(pictures, { recursive: true })
    const bytes = smaller(await this.page.screenshot({ clip: { x: 0, y: 0, width: 1280, height: 800 } }))
    assert.ok(bytes.length <= largestPicture, `${name}.png has ${bytes.length} bytes; at most ${largestPicture} are allowed`)
    writeFileSync(join(pictures, `${name}.png`), bytes)
  }

  async signIn(email, password) {
    await signIn(this.page, email, password)
    await this.page.waitForLoadState()
  }

  async end() {
    await this.context.close()
    nothingWrong(this.faults)
  }
}
