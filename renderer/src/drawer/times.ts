const two = (n: number) => String(n).padStart(2, '0')

/** 14:53 in the local zone. */
export function clockTime(at: number): string {
  const date = new Date(at)
  return `${two(date.getHours())}:${two(date.getMinutes())}`
}

/** 12:53:04.118; with the day when that is not today. */
export function receivedAt(at: number, now: number): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString()
  return today ? exactTime(at) : `${dayOf(at, now)} ${exactTime(at)}`
}

function exactTime(at: number): string {
  const date = new Date(at)
  return `${clockTime(at)}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}

/** 11-22; with the year when it is not this one. */
export function dayOf(at: number, now: number): string {
  const date = new Date(at)
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return date.getFullYear() === new Date(now).getFullYear() ? day : `${date.getFullYear()}-${day}`
}

/** Today only the clock; otherwise the day too. */
export function dateTime(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString()
  return sameDay ? clockTime(at) : `${dayOf(at, now)} ${clockTime(at)}`
}
