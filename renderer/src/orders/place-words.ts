const WHOLE = /^[\u3400-\u9fff]+$/

/** 上海市 徐汇区 is said 上海 徐汇; names of two signs and names in other scripts stay whole. */
export function placeWords(city: string | null, district: string | null): string {
  return [shorten(city, /市$/), shorten(district, /(新区|区)$/)].filter(Boolean).join(' ')
}

function shorten(name: string | null, tail: RegExp): string {
  if (!name || !WHOLE.test(name)) return name ?? ''
  const short = name.replace(tail, '')
  return short.length >= 2 ? short : name
}
