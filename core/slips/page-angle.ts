import { inkOf } from './erase-rules'
import type { Grey } from './picture'

export interface PageAngle {
  /** Degrees that the lines of text are turned clockwise against the picture's edge, −16 to 16. */
  readonly skew: number
  /** The lines run up and down: turn by 90 besides. */
  readonly sideways: boolean
}

const LIMIT = 16

/** Finds the direction of the lines of text on a sheet without rules, long side about 900 pixels. */
export function pageAngle(picture: Grey): PageAngle {
  const { marks, points } = printMarks(picture)
  if (marks.length < 12) return { skew: 0, sideways: false }
  const sideways = runsDown(marks)
  return { skew: bestAngle(points, sideways), sideways }
}

/** A sign or a part of one, as its middle and half its extent, at reduced size. */
interface Mark {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Signs of a line stand closer to each other than lines do: which way is the nearest neighbour, mostly? */
function runsDown(marks: readonly Mark[]): boolean {
  const cell = 32
  const grid = new Map<number, Mark[]>()
  const keyOf = (x: number, y: number) => Math.floor(y / cell) * 4096 + Math.floor(x / cell)
  for (const mark of marks) {
    const key = keyOf(mark.x, mark.y)
    grid.set(key, [...(grid.get(key) ?? []), mark])
  }
  let [across, down] = [0, 0]
  for (const mark of marks) {
    let nearest = 60
    let way: 'across' | 'down' | undefined
    for (const dy of [-cell, 0, cell])
      for (const dx of [-cell, 0, cell])
        for (const other of grid.get(keyOf(mark.x + dx, mark.y + dy)) ?? []) {
          if (other === mark) continue
          const [gx, gy] = [Math.abs(other.x - mark.x), Math.abs(other.y - mark.y)]
          const gap = Math.hypot(
            Math.max(0, gx - (mark.width + other.width) / 2),
            Math.max(0, gy - (mark.height + other.height) / 2),
          )
          if (gap >= nearest) continue
          nearest = gap
          way = gx > 2 * gy ? 'across' : gy > 2 * gx ? 'down' : undefined
        }
    if (way === 'across') across++
    if (way === 'down') down++
  }
  return down > across
}

/** Joined ink, grown by one so that the parts of a sign hold together; signs only, no blots and no dust. `points`: their pixels, thinned. */
function printMarks(picture: Grey): { marks: Mark[]; points: Int16Array } {
  const { width, height } = picture
  const ink = inkOf(picture)
  const small = new Uint8Array(width * height)
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const to = y * width + x
      if (!ink[to]) continue
      small[to] = small[to + 1] = small[to - 1] = small[to + width] = small[to - width] = 1
    }
  const marks: Mark[] = []
  const points: number[] = []
  let part: number[] = []
  const stack: number[] = []
  for (let start = 0; start < small.length; start++) {
    if (!small[start]) continue
    small[start] = 0
    stack.push(start)
    part = []
    let [left, right, top, bottom] = [width, 0, height, 0]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      const y = Math.floor(at / width)
      const x = at - y * width
      if ((x + y) % 2 === 0) part.push(x, y)
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
      for (const near of [at + 1, at - 1, at + width, at - width])
        if (small[near]) {
          small[near] = 0
          stack.push(near)
        }
    }
    const [w, h] = [right - left + 1, bottom - top + 1]
    if (Math.max(w, h) < 6 || w > 60 || h > 60) continue
    marks.push({ x: (left + right) / 2, y: (top + bottom) / 2, width: w, height: h })
    points.push(...part)
  }
  return { marks, points: Int16Array.from(points) }
}

function bestAngle(points: Int16Array, sideways: boolean): number {
  let best = { degrees: 0, score: rowScore(points, 0, sideways) }
  const tryAt = (degrees: number) => {
    const score = rowScore(points, degrees, sideways)
    if (score > best.score) best = { degrees, score }
  }
  for (let degrees = -LIMIT; degrees <= LIMIT; degrees++) tryAt(degrees)
  for (const span of [0.5, 0.25, 0.12]) {
    const centre = best.degrees
    tryAt(centre - span)
    tryAt(centre + span)
  }
  return best.degrees
}

/** Seen along the lines, print gathers in rows with white between: the steeper from row to row, the better. */
function rowScore(points: Int16Array, degrees: number, sideways: boolean): number {
  const radians = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)]
  const rows = new Uint32Array(3000)
  for (let at = 0; at < points.length; at += 2) {
    const x = points[at]!
    const y = points[at + 1]!
    const row = Math.round(sideways ? x * cos + y * sin : y * cos - x * sin) + 1000
    rows[row]!++
  }
  let score = 0
  for (let row = 1; row < rows.length; row++) score += (rows[row]! - rows[row - 1]!) ** 2
  return score
}
