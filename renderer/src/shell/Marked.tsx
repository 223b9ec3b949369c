/** A text with the found words marked. */
export function Marked({ text, words }: { text: string; words: string }) {
  const word = words.split(/\s+/).find((one) => one !== '' && text.toLowerCase().includes(one.toLowerCase()))
  if (!word) return <>{text}</>
  const from = text.toLowerCase().indexOf(word.toLowerCase())
  return (
    <>
      {text.slice(0, from)}
      <mark>{text.slice(from, from + word.length)}</mark>
      {text.slice(from + word.length)}
    </>
  )
}
