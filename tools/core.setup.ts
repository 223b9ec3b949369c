import { buildIfStale, coreBuild } from './fresh-build.mjs'

/**
 * vitest globalSetup of the project «core»: what tests start as a process of its own (the reader of slips) runs as
 * built. Once for all: a file that is being written must not be started by another test.
 */
export async function setup(): Promise<void> {
  await buildIfStale(coreBuild)
}
