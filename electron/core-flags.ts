/**
 * How core's process collects garbage: the youngest objects often and a little at a time, so that no collection stops
 * the program for long (tools/fresh-build.mjs says the same to Node). Electron hands `execArgv` to the child as switches
 * of its command line, and V8's flags are one of them.
 */
export const CORE_FLAGS = ['--js-flags=--max-semi-space-size=4 --min-semi-space-size=4']
