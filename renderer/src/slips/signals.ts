export type Signal = 'matched' | 'ask' | 'unreadable'

/** One high note, two equal ones, a low one: told apart without looking. In Hz and ms. */
const NOTES: Readonly<Record<Signal, readonly { readonly hz: number; readonly ms: number }[]>> = {
  matched: [{ hz: 1_320, ms: 140 }],
  ask: [
    { hz: 660, ms: 120 },
    { hz: 660, ms: 120 },
  ],
  unreadable: [{ hz: 196, ms: 320 }],
}
const PULSES: Readonly<Record<Signal, number[]>> = {
  matched: [80],
  ask: [80, 80, 80],
  unreadable: [80, 80, 80, 80, 80],
}
const GAP_MS = 80
const LOUDNESS = 0.25

let audio: AudioContext | undefined

/** Browsers let a page sound only after a touch: called at the first one. */
export function wakeSound(): void {
  audio ??= new AudioContext()
  void audio.resume()
}

export function give(signal: Signal, aloud: boolean): void {
  // Absent on iPhones and PCs.
  const { vibrate } = navigator as { vibrate?: (pattern: number[]) => boolean }
  vibrate?.call(navigator, PULSES[signal])
  if (!aloud || !audio) return
  let at = audio.currentTime
  for (const { hz, ms } of NOTES[signal]) {
    const [note, volume] = [audio.createOscillator(), audio.createGain()]
    note.frequency.value = hz
    volume.gain.value = LOUDNESS
    note.connect(volume).connect(audio.destination)
    note.start(at)
    note.stop(at + ms / 1000)
    at += (ms + GAP_MS) / 1000
  }
}
