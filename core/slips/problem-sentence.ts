const SENTENCES: Readonly<Record<string, { zh: string; en: string }>> = {
  'file-missing': { zh: '打不开这个文件', en: 'the file cannot be opened' },
  'empty-file': { zh: '文件是空的（0 字节）', en: 'the file is empty (0 bytes)' },
  'file-too-large': { zh: '文件太大（80 MB 以上）', en: 'the file is too large (over 80 MB)' },
  pdf: {
    zh: '这是 PDF，不是图片：请另存为 JPG 或 PNG',
    en: 'this is a PDF, not a picture: save it as JPG or PNG',
  },
  heic: {
    zh: '这是苹果的 HEIC 图片，读不了：在相机设置里选「兼容性最佳」，或另存为 JPG',
    en: 'this is an iPhone HEIC picture, which cannot be read: choose “Most Compatible” in the camera settings, or save it as JPG',
  },
  'not-a-picture': { zh: '这不是图片', en: 'this is not a picture' },
  'too-many-pixels': { zh: '图片太大（2 亿像素以上）', en: 'the picture is too large (over 200 megapixels)' },
  'picture-damaged': { zh: '图片损坏或没有传完', en: 'the picture is damaged or was cut off' },
  'reader-crashed': { zh: '读这张图片时一再出故障', en: 'reading this picture failed again and again' },
  'reader-failed': { zh: '这张图片读不出来', en: 'this picture could not be read' },
  stopped: { zh: '已停止', en: 'stopped' },
}

/** Why a picture could not be read, for a person. */
export function problemSentence(code: string): { zh: string; en: string } {
  return SENTENCES[code] ?? { zh: '这张图片读不出来', en: 'this picture could not be read' }
}
