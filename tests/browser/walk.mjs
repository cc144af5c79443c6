// One person's window on a journey: each page they meet is looked at as they meet it.

import assert from 'node:assert/strict'
import { mkdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { keepPicture, openFor, signIn } from './browser.mjs'
import { faultsOf, nothingWrong } from './checks.mjs'
import { root } from './server.mjs'

const pictures = process.env.PICTURES && resolve(root, process.env.PICTURES)
const largestPicture = 80 * 1024

/** A window of the person with this role; of nobody when there is none. */
export async function walkAs(site, way, role) {
  const person = role && site.server.people.find((somebody) => somebody.role === role)
  if (role && !person) throw new Error(`the demonstration has no ${role}`)
  return new Walk(site, way, await openFor(site, person, way))
}

class Walk {
  constructor(site, way, { context, page, faults }) {
    Object.assign(this, { site, way, context, page, faults })
  }

  /** Looks at the page as it stands and keeps a picture; what is wrong with it fails the journey at its end. */
  async look(name) {
    const found = await faultsOf(this.page, this.context)
    await keepPicture(this.page, `${name}-${this.way.number}`)
    this.faults.push(...found.map((fault) => `${name} (${new URL(this.page.url()).pathname}): ${fault}`))
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

  async press(name) {
    await this.page.getByRole('button', { name, exact: true }).click()
    await this.page.waitForLoadState()
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
    const path = join(pictures, `${name}.png`)
    // A full page weighs more than a guide should: as much of its top as fits.
    for (const height of [800, 680, 560]) {
      await this.page.screenshot({ path, clip: { x: 0, y: 0, width: 1280, height } })
      if (statSync(path).size <= largestPicture) return
    }
    assert.fail(`${name}.png has more than ${largestPicture} bytes`)
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
