// Pictures with fewer colours: a page has few, and its guide should load fast.

import { crc32, deflateSync, inflateSync } from 'node:zlib'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** The same picture with at most 256 colours; for what Chromium writes, 8 bits without interlace. */
export function smaller(png) {
  const { width, height, pixels } = read(png)
  for (let bits = 8; bits > 2; bits -= 1) {
    const indexed = index(pixels, bits)
    if (indexed) return write(width, height, indexed)
  }
  throw new Error('the picture has too many colours')
}

/** Every pixel as one number, red first. */
function read(png) {
  const parts = []
  let width, height, each
  for (let at = signature.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const name = png.toString('latin1', at + 4, at + 8)
    const data = png.subarray(at + 8, at + 8 + length)
    if (name === 'IHDR') {
      width = data.readUInt32BE(0)
      height = data.readUInt32BE(4)
      each = { 2: 3, 6: 4 }[data[9]]
      if (data[8] !== 8 || data[12] !== 0 || !each) throw new Error('not a picture as Chromium writes it')
    }
    if (name === 'IDAT') parts.push(data)
    at += length + 12
  }
  const lines = unfilter(inflateSync(Buffer.concat(parts)), width * each, each)
  const pixels = new Uint32Array(width * height)
  for (let number = 0; number < pixels.length; number += 1) pixels[number] = lines.readUIntBE(number * each, 3)
  return { width, height, pixels }
}

/** Takes back the filter that each line has. */
function unfilter(raw, length, each) {
  const lines = Buffer.alloc((raw.length / (length + 1)) * length)
  for (let from = 0, to = 0; from < raw.length; from += length + 1, to += length) {
    const filter = raw[from]
    for (let place = 0; place < length; place += 1) {
      const left = place < each ? 0 : lines[to + place - each]
      const above = to === 0 ? 0 : lines[to + place - length]
      const corner = place < each || to === 0 ? 0 : lines[to + place - length - each]
      const guess = [0, left, above, (left + above) >> 1, nearest(left, above, corner)][filter]
      lines[to + place] = raw[from + 1 + place] + guess
    }
  }
  return lines
}

function nearest(left, above, corner) {
  const sum = left + above - corner
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((one) => Math.abs(sum - one))
  if (toLeft <= toAbove && toLeft <= toCorner) return left
  return toAbove <= toCorner ? above : corner
}

/** The colours, and which of them each pixel has; nothing when they are too many at so many bits. */
function index(pixels, bits) {
  const mask = 0x010101 * ((0xff << (8 - bits)) & 0xff)
  const numbers = new Map()
  const colours = []
  const which = Buffer.alloc(pixels.length)
  for (let place = 0; place < pixels.length; place += 1) {
    const key = pixels[place] & mask
    let number = numbers.get(key)
    if (number === undefined) {
      if (colours.length === 256) return undefined
      number = colours.push(pixels[place]) - 1
      numbers.set(key, number)
    }
    which[place] = number
  }
  return { colours, which }
}

function write(width, height, { colours, which }) {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3], 8)
  const palette = Buffer.alloc(colours.length * 3)
  colours.forEach((colour, number) => palette.writeUIntBE(colour, number * 3, 3))
  const lines = Buffer.alloc((width + 1) * height)
  for (let line = 0; line < height; line += 1) which.copy(lines, line * (width + 1) + 1, line * width, (line + 1) * width)
  return Buffer.concat([signature, chunk('IHDR', head), chunk('PLTE', palette), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name, data) {
  const bytes = Buffer.alloc(data.length + 12)
  bytes.writeUInt32BE(data.length, 0)
  bytes.write(name, 4, 'latin1')
  bytes.set(data, 8)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, data.length + 8)), data.length + 8)
  return bytes
}
