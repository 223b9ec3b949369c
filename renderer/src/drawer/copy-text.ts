/**
 * Puts a text on the clipboard. On plain http in the LAN a browser has no `navigator.clipboard`, so a hidden
 * field and the old command serve there. Resolves to whether it worked; never rejects.
 */
export async function copyText(text: string): Promise<boolean> {
  // Typed as always there, but absent outside secure contexts.
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard) {
    const written = await clipboard.writeText(text).then(
      () => true,
      () => false,
    )
    if (written) return true
  }
  return copyByField(text)
}

function copyByField(text: string): boolean {
  const before = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.style.cssText = 'position:fixed;top:0;left:0;opacity:0;pointer-events:none'
  document.body.append(field)
  field.select()
  const done = document.execCommand('copy')
  field.remove()
  if (before instanceof HTMLElement) before.focus()
  return done
}
