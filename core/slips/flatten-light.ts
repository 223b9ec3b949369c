import type { Grey } from './picture'

/** How bright the paper is, per cell: shadows, folds and the lamp are in it, the print is not. */
interface Light {
  readonly cell: number
  readonly columns: number
  readonly rows: number
  readonly level: Float32Array
  /** Before neighbours were asked: its steps are sharp. */
  readonly raw: Float32Array
}

/** Desk is at most this share of the paper's brightness and changes at most so much from cell to cell. */
const DESK_TRIES = [
  [0.78, 1.22],
  [0.7, 1.15],
  [0.6, 1.12],
  [0.5, 1.1],
] as const
/** As dark as the desk becomes under the paper's light. */
const RIM_BELOW = 190

/** What a photographed sheet looks like under even light: paper 255, print dark, the desk around it white. */
export function flattenLight(picture: Grey): Grey {
  const light = paperLight(picture)
  const outside = deskCells(light)
  const { width, height, data } = picture
  const out = new Uint8Array(data.length)
  const { cell, columns, rows, level } = light
  for (let y = 0; y < height; y++) {
    const gy = Math.min(rows - 1, Math.max(0, y / cell - 0.5))
    const row = Math.floor(gy)
    const below = Math.min(rows - 1, row + 1)
    const fy = gy - row
    const cellRow = Math.min(rows - 1, Math.floor(y / cell)) * columns
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      if (outside?.[cellRow + Math.min(columns - 1, Math.floor(x / cell))]) {
        out[at] = 255
        continue
      }
      const gx = Math.min(columns - 1, Math.max(0, x / cell - 0.5))
      const column = Math.floor(gx)
      const right = Math.min(columns - 1, column + 1)
      const fx = gx - column
      const top = level[row * columns + column]! * (1 - fx) + level[row * columns + right]! * fx
      const bottom = level[below * columns + column]! * (1 - fx) + level[below * columns + right]! * fx
      const share = data[at]! / (top * (1 - fy) + bottom * fy)
      // Paper's own grain (above 0.93) becomes white, ink (below 0.3) black.
      out[at] = share >= 0.93 ? 255 : share <= 0.3 ? 0 : ((share - 0.3) / 0.63) * 255
    }
  }
  if (outside) clearRim(out, width, height, light, outside)
  return { width, height, data: out }
}

function paperLight({ width, height, data }: Grey): Light {
  const cell = Math.max(12, Math.round(Math.max(width, height) / 75))
  const columns = Math.max(1, Math.floor(width / cell))
  const rows = Math.max(1, Math.floor(height / cell))
  const raw = new Float32Array(columns * rows)
  const histogram = new Uint32Array(64)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      histogram.fill(0)
      let count = 0
      const right = column === columns - 1 ? width : (column + 1) * cell
      const bottom = row === rows - 1 ? height : (row + 1) * cell
      for (let y = row * cell; y < bottom; y += 2)
        for (let x = column * cell; x < right; x += 2) {
          histogram[data[y * width + x]! >> 2]!++
          count++
        }
      let left = count * 0.15
      let bin = 63
      while (bin > 0 && (left -= histogram[bin]!) > 0) bin--
      raw[row * columns + column] = Math.max(24, bin * 4 + 2)
    }
  // A cell full of print borrows its neighbours' paper; then the steps are smoothed.
  const widened = neighbours(
    raw,
    columns,
    rows,
    (values) => values.sort((a, b) => b - a)[Math.floor(values.length / 4)]!,
  )
  const level = neighbours(
    widened,
    columns,
    rows,
    (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  )
  return { cell, columns, rows, level, raw }
}

function neighbours(
  grid: Float32Array,
  columns: number,
  rows: number,
  pick: (values: number[]) => number,
): Float32Array {
  const out = new Float32Array(grid.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const values: number[] = []
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y++)
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++)
          values.push(grid[y * columns + x]!)
      out[row * columns + column] = pick(values)
    }
  return out
}

/**
 * The cells of the desk that the sheet lies on; `undefined` for a scan, and where sheet and desk cannot be told
 * apart: text that is cut away is worse than a desk that is read.
 */
function deskCells(light: Light): Uint8Array | undefined {
  for (const [below, step] of DESK_TRIES) {
    const outside = deskBelow(light, below, step)
    if (outside) return outside
  }
  return undefined
}

/**
 * The desk grows inwards from the picture's edge and stops where it suddenly gets bright: a shadow falls on sheet
 * and desk alike and leaves that step. What remains must be a sheet: four-cornered, its edge a step all around.
 */
function deskBelow({ columns, rows, raw }: Light, below: number, step: number): Uint8Array | undefined {
  const bright = [...raw].sort((a, b) => b - a)[Math.floor(raw.length / 10)]! * below
  const desk = new Uint8Array(raw.length)
  const edge: number[] = []
  for (let at = 0; at < raw.length; at++) {
    const [x, y] = [at % columns, Math.floor(at / columns)]
    const onEdge = x === 0 || y === 0 || x === columns - 1 || y === rows - 1
    if (!onEdge || raw[at]! >= bright) continue
    desk[at] = 1
    edge.push(at)
  }
  for (let next = 0; next < edge.length; next++)
    for (const at of around(edge[next]!, columns, rows)) {
      if (desk[at] || raw[at]! >= bright || raw[at]! > raw[edge[next]!]! * step) continue
      desk[at] = 1
      edge.push(at)
    }
  if (edge.length < raw.length * 0.02) return undefined
  const part = largestPart(
    desk.map((value) => 1 - value),
    columns,
    rows,
  )
  let [steps, all] = [0, 0]
  for (let at = 0; at < part.length; at++)
    for (const near of part[at] ? around(at, columns, rows) : []) {
      if (!desk[near]) continue
      all++
      if (raw[at]! > raw[near]! * 1.25) steps++
    }
  if (steps < all * 0.85) return undefined
  const sheet = sheetAround(part, columns, rows)
  const inside = sheet.reduce((sum, value) => sum + value, 0)
  const known = part.reduce((sum, value) => sum + value, 0)
  if (known < raw.length * 0.1 || known < inside * 0.85) return undefined
  return sheet.map((value) => 1 - value)
}

function around(at: number, columns: number, rows: number): number[] {
  const [x, y] = [at % columns, Math.floor(at / columns)]
  const near: number[] = []
  if (x > 0) near.push(at - 1)
  if (x < columns - 1) near.push(at + 1)
  if (y > 0) near.push(at - columns)
  if (y < rows - 1) near.push(at + columns)
  return near
}

/** The strip of desk between the cells that were cut away and the sheet's true edge: dark and joined to them. */
function clearRim(out: Uint8Array, width: number, height: number, light: Light, outside: Uint8Array): void {
  const { cell, columns, rows } = light
  let reach = outside
  for (let n = 0; n < 4; n++)
    reach = reach.map((value, at) => (value || around(at, columns, rows).some((near) => reach[near]) ? 1 : 0))
  const rowOf = Int32Array.from(
    { length: height },
    (_, y) => Math.min(rows - 1, Math.floor(y / cell)) * columns,
  )
  const columnOf = Int32Array.from({ length: width }, (_, x) => Math.min(columns - 1, Math.floor(x / cell)))
  const stack: number[] = []
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      if (!outside[rowOf[y]! + columnOf[x]!]) continue
      const at = y * width + x
      // Inside a cell that was cut away everything is white: only its seams matter.
      if (out[at + 1]! < RIM_BELOW) stack.push(at + 1)
      if (out[at - 1]! < RIM_BELOW) stack.push(at - 1)
      if (out[at + width]! < RIM_BELOW) stack.push(at + width)
      if (out[at - width]! < RIM_BELOW) stack.push(at - width)
    }
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (out[at]! >= RIM_BELOW) continue
    const y = Math.floor(at / width)
    const x = at - y * width
    if (!reach[rowOf[y]! + columnOf[x]!]) continue
    out[at] = 255
    if (x > 0) stack.push(at - 1)
    if (x < width - 1) stack.push(at + 1)
    if (y > 0) stack.push(at - width)
    if (y < height - 1) stack.push(at + width)
  }
}

function largestPart(cells: Uint8Array, columns: number, rows: number): Uint8Array {
  const seen = new Uint8Array(cells.length)
  let largest: number[] = []
  for (let start = 0; start < cells.length; start++) {
    if (!cells[start] || seen[start]) continue
    const part = [start]
    seen[start] = 1
    for (let next = 0; next < part.length; next++)
      for (const at of around(part[next]!, columns, rows))
        if (cells[at] && !seen[at]) {
          seen[at] = 1
          part.push(at)
        }
    if (part.length > largest.length) largest = part
  }
  const out = new Uint8Array(cells.length)
  for (const at of largest) out[at] = 1
  return out
}

/** The cells of the smallest rectangle, turned as need be, around the marked ones. */
function sheetAround(cells: Uint8Array, columns: number, rows: number): Uint8Array {
  const points: [number, number][] = []
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) if (cells[y * columns + x]) points.push([x, y])
  const extent = (degrees: number) => {
    const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
    for (const [x, y] of points) {
      const [u, v] = [x * cos + y * sin, y * cos - x * sin]
      left = Math.min(left, u)
      right = Math.max(right, u)
      top = Math.min(top, v)
      bottom = Math.max(bottom, v)
    }
    return { cos, sin, left, right, top, bottom, area: (right - left + 1) * (bottom - top + 1) }
  }
  let best = extent(0)
  for (let degrees = -44; degrees <= 45; degrees++) {
    const tried = extent(degrees)
    if (tried.area < best.area) best = tried
  }
  const { cos, sin, left, right, top, bottom } = best
  const out = new Uint8Array(cells.length)
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const [u, v] = [x * cos + y * sin, y * cos - x * sin]
      if (u >= left - 0.5 && u <= right + 0.5 && v >= top - 0.5 && v <= bottom + 0.5) out[y * columns + x] = 1
    }
  return out
}
