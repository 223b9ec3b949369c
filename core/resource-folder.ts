import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))

/** A folder of `resources/`: beside the built program, in the packaged one, or in the checkout when run from source. */
export function resourceFolder(part: string): string {
  const places = [`../../resources/${part}`, `../resources/${part}`, `../../../resources/${part}`]
  return (
    places.map((place) => join(here, place)).find((place) => existsSync(place)) ?? join(here, places[0] ?? '')
  )
}
