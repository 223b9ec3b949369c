const SPELT = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十']

/** A count before a measure word as people say it, up to ten: 两店, 四店. Figures beyond, and in English. */
export function countWord(count: number, language: string): string {
  return language === 'en' ? String(count) : (SPELT[count] ?? `${count} `)
}
