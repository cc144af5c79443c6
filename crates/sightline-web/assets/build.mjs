// Builds the style sheet and the script into assets/built, with the few images they name and the guide's pictures.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { build } from 'esbuild'
import { compile } from 'sass'

const assets = dirname(fileURLToPath(import.meta.url))
const crate = dirname(assets)
const modules = join(crate, 'node_modules')
const built = join(assets, 'built')
const pictures = join(crate, '../../docs/guide/src/pictures')
const LARGEST_TOGETHER = 60 * 1024 // gzip; the first page has 100 KB
const LARGEST_PICTURES = 600 * 1024 // they are part of the program

await rm(built, { recursive: true, force: true })
await mkdir(built, { recursive: true })

// The libraries warn about their own style, which is not ours to change.
const { css } = compile(join(assets, 'app.scss'), {
  charset: false,
  loadPaths: [assets, crate, modules],
  quietDeps: true,
  style: 'compressed',
})
const named = [...css.matchAll(/url\(\s*["']?([^"')]*)/g)].map((match) => match[1])
const elsewhere = named.filter((name) => !/^[\w-]+\.svg$/.test(name))
if (elsewhere.length > 0) {
  throw new Error(`app.css names ${elsewhere[0]}; the content security policy lets it name only files beside it`)
}
await writeFile(join(built, 'app.css'), css)

await build({
  bundle: true,
  entryPoints: [join(assets, 'app.js')],
  format: 'esm',
  legalComments: 'none',
  minify: true,
  nodePaths: [modules],
  outfile: join(built, 'app.js'),
  target: 'es2020',
})

for (const name of new Set(named)) {
  await copyFile(join(modules, '@ministryofjustice/frontend/moj/assets/images', name), join(built, name))
}
await copyFile(join(assets, 'favicon.svg'), join(built, 'favicon.svg'))

let inPictures = 0
for (const name of (await readdir(pictures)).filter((name) => name.endsWith('.png'))) {
  inPictures += (await readFile(join(pictures, name))).length
  await copyFile(join(pictures, name), join(built, name))
}
if (inPictures > LARGEST_PICTURES) {
  throw new Error(`the guide's pictures are ${inPictures} bytes together; at most ${LARGEST_PICTURES} are allowed`)
}

const sizes = await Promise.all(['app.css', 'app.js'].map(async (name) => gzipSync(await readFile(join(built, name))).length))
const together = sizes.reduce((sum, size) => sum + size, 0)
if (together > LARGEST_TOGETHER) {
  throw new Error(`app.css and app.js are ${together} bytes together after gzip; at most ${LARGEST_TOGETHER} are allowed`)
}
console.log(`assets/built: app.css ${sizes[0]} bytes and app.js ${sizes[1]} bytes after gzip`)
