/** What the operating system says about files, in plain words; `undefined` for what it does not say. */
export function systemSentence(error: unknown): string | undefined {
  const { code, path } = error as { code?: unknown; path?: unknown }
  const where = typeof path === 'string' ? path : ''
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `这里不能写：${where}\n检查文件夹权限，或用 --data 换一个。\nThis place cannot be written: ${where}. Check its rights, or choose another with --data.`
    case 'EEXIST':
    case 'ENOTDIR':
      return `这里需要一个文件夹，它却是一个文件：${where}\nA folder is needed here, but this is a file: ${where}`
    case 'ENOSPC':
    case 'EFBIG':
    case 'EDQUOT':
      return `磁盘满了：这一步没有写入，之前的都在。腾出空间后重试。${where}\nThe disk is full: this step was not written, everything before it is safe. Free some space and try again. ${where}`
    default:
      return undefined
  }
}
