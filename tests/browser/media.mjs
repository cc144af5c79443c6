// Pages on paper, in the colours of somebody's own, and by Tab alone.

import assert from 'node:assert/strict'

import { keepPicture, openFor, ways } from './browser.mjs'
import { layoutOf, nothingWrong } from './checks.mjs'

const plan = '/plans/wexcombe-2025'
const pages = ['/', plan, `${plan}/by-rating`, `${plan}/timeline`, `${plan}/on-a-page`, `${plan}/compare`, `${plan}/actions/1.5`, `${plan}/actions/1.5/edit`, `${plan}/edit/add`, `${plan}/reports`, `${plan}/rounds`, `${plan}/inspections`, '/history', '/help/ratings']

export const looks = [
  { title: 'pages print without losing their edges', look: onPaper },
  { title: 'pages can be read in forced colours', look: inForcedColours },
  { title: 'Tab reaches every control, in sight and with a mark', look: byTab },
]

/** A4 between its margins, in CSS pixels; a page of wide tables asks for it on its side. */
const paper = { width: 718, height: 1046 }
const onItsSide = { width: 1046, height: 718 }

async function onPaper(site) {
  await onEach(site, async (page, name) => {
    await page.emulateMedia({ media: 'print' })
    const asksForItsSide = await page.evaluate(() => getComputedStyle(document.body).page !== 'auto')
    await page.setViewportSize(asksForItsSide ? onItsSide : paper)
    // Hidden words have a width of one pixel, which is not printed.
    const found = await layoutOf(page, 1)
    const shown = await page.locator('header nav, .app-search, main form button').filter({ visible: true }).count()
    if (shown) found.push(`${shown} parts are printed that are of no use on paper`)
    await keepPicture(page, `print-${name}`)
    return found
  })
}

async function inForcedColours(site) {
  await onEach(site, async (page, name) => {
    await page.emulateMedia({ forcedColors: 'active' })
    const found = [...(await layoutOf(page)), ...(await page.evaluate(unreadable))]
    await keepPicture(page, `forced-colours-${name}`)
    return found
  })
}

/** Runs in the page: words in the colour of what is behind them. */
function unreadable() {
  const faults = []
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if (colour !== 'rgba(0, 0, 0, 0)') return colour
    }
    return 'rgb(255, 255, 255)'
  }
  for (const element of document.querySelectorAll('body *')) {
    const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())
    if (!says || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    if (element instanceof SVGElement ? getComputedStyle(element).fill === behind(element) : getComputedStyle(element).color === behind(element)) {
      faults.push(`“${element.textContent.trim().slice(0, 40)}” has the colour of what is behind it`)
    }
  }
  return faults
}

async function byTab(site) {
  await onEach(site, async (page) => {
    await page.evaluate(watchFocus)
    const wanted = await page.evaluate(() => globalThis.sightlineControls.length)
    // Chromium stops at parts that scroll as well, so that a few more presses may be needed.
    for (let presses = 0; presses < wanted + 20; presses += 1) await page.keyboard.press('Tab')
    return page.evaluate(() => globalThis.sightlineMissed())
  })
}

/** Runs in the page: remembers what has had the focus, and whether that could be seen. */
function watchFocus() {
  const radios = new Set()
  const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((element) => {
    if (element.disabled || element.type === 'hidden' || !element.checkVisibility({ visibilityProperty: true })) return false
    if (element.type !== 'radio') return true
    const first = !radios.has(element.name)
    radios.add(element.name)
    return first
  })
  const had = new Set()
  const faults = []
  const look = (element) => {
    const style = getComputedStyle(element)
    return [style.outlineStyle === 'none' ? '' : style.outlineWidth + style.outlineColor, style.boxShadow, style.backgroundColor, style.borderColor].join()
  }
  const plain = new Map(controls.map((element) => [element, look(element)]))
  const marks = (element) => {
    if (look(element) !== plain.get(element)) return true
    const label = element.labels?.[0]
    return ['radio', 'checkbox'].includes(element.type) && label ? getComputedStyle(label, '::before').boxShadow !== 'none' || getComputedStyle(label, '::before').outlineStyle !== 'none' : false
  }
  document.addEventListener('focusin', ({ target }) => {
    had.add(target.type === 'radio' ? target.name : target)
    const box = target.getBoundingClientRect()
    const named = `${target.tagName.toLowerCase()} “${(target.textContent.trim() || target.name || '').slice(0, 40)}”`
    if (box.bottom <= 0 || box.top >= innerHeight) faults.push(`the focus is out of sight on ${named}`)
    if (plain.has(target) && !marks(target)) faults.push(`the focus leaves no mark on ${named}`)
  })
  globalThis.sightlineControls = controls
  globalThis.sightlineMissed = () => [
    ...faults,
    ...controls.filter((element) => !had.has(element.type === 'radio' ? element.name : element)).map((element) => `Tab does not reach ${element.outerHTML.slice(0, 120)}`),
  ]
}

/** Looks at each page as the programme manager. */
async function onEach(site, look) {
  const person = site.server.people.find((somebody) => somebody.role === 'programme manager')
  const { context, page, faults } = await openFor(site, person, ways[0])
  for (const path of pages) {
    await page.setViewportSize(ways[0].viewport)
    await page.emulateMedia({ media: null, forcedColors: null })
    const answer = await page.goto(path)
    assert.equal(answer.status(), 200, `${path} answers`)
    const name = path === '/' ? 'home' : path.slice(1).replace(/\W+/g, '-')
    faults.push(...(await look(page, name)).map((fault) => `${path}: ${fault}`))
  }
  await context.close()
  nothingWrong(faults)
}
