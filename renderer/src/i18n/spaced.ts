/** A Latin name inside a Chinese sentence stands a space apart from the signs on both sides: «接上 Shopify 了». */
export function spaced(sentence: string, name: string): string {
  if (!/^[A-Za-z0-9]/.test(name) && !/[A-Za-z0-9]$/.test(name)) return sentence
  return sentence.split(name).reduce((before, after) => {
    const left = /[\u4e00-\u9fff]$/.test(before) && /^[A-Za-z0-9]/.test(name) ? ' ' : ''
    const right = /^[\u4e00-\u9fff]/.test(after) && /[A-Za-z0-9]$/.test(name) ? ' ' : ''
    return `${before}${left}${name}${right}${after}`
  })
}
