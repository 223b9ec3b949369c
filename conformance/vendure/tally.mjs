// Named tests that gather what differs, so that one difference does not hide the others.

/** `test(name)` begins one and returns its `compare(what, ours, theirs)`; `report()` prints all and says if all passed. */
export function tally() {
  const tests = new Map()
  return {
    test(name) {
      const failures = []
      tests.set(name, failures)
      return (what, ours, theirs) => {
        if (JSON.stringify(ours) !== JSON.stringify(theirs))
          failures.push(`${what}: ours ${JSON.stringify(ours)}, the store's ${JSON.stringify(theirs)}`)
      }
    },
    report() {
      for (const [name, failures] of tests) {
        console.log(`${failures.length === 0 ? '✓' : '✗'} ${name}`)
        for (const failure of failures.slice(0, 20)) console.error(`    ${failure}`)
      }
      const failed = [...tests.values()].filter((failures) => failures.length > 0).length
      const passed = tests.size - failed
      console.log(` Tests  ${[failed > 0 ? `${failed} failed` : [], passed > 0 ? `${passed} passed` : []].flat().join(' | ')}`) // prettier-ignore
      return failed === 0
    },
  }
}
