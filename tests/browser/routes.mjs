// The addresses there are, read from the route tables in the source, so that
// the crawl knows which addresses are the same page and which it never met.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from './server.mjs'

const pages = join(root, 'crates/sightline-web/src/pages')

/** Those of one table; a register stands for its list, one entry and the form of a new one. */
function routesOf(source) {
  const plain = [...source.matchAll(/\bget\(\s*"(\/[^"]*)"/g)].map((found) => found[1])
  const registers = [...source.matchAll(/\bregister!\(\w+ at "(\/[^"]*)"/g)].map((found) => found[1])
  return [...plain, ...registers.flatMap((path) => [path, `${path}/add`, `${path}/{number}`])]
}

/** Every address that is read, with `{…}` for what varies; the plainest first where two fit. */
export const readRoutes = readdirSync(pages, { recursive: true })
  .filter((file) => file.endsWith('.rs'))
  .flatMap((file) => routesOf(readFileSync(join(pages, file), 'utf8')))
  .sort((one, other) => count(one) - count(other))

const patterns = readRoutes.map((route) => ({
  route,
  fits: new RegExp(`^${route.replace(/[.]/g, '\\.').replace(/\{\*[^}]+\}/g, '.+').replace(/\{[^}]+\}/g, '[^/]+')}$`),
}))

function count(route) {
  return route.split('{').length
}

/** The route an address belongs to; the address itself when none fits. */
export function routeOf(path) {
  return patterns.find(({ fits }) => fits.test(path))?.route ?? path
}
