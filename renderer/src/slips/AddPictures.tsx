import { useRef } from 'react'
import { pictures as queue } from './send-queue'
import { filesOfFolder } from './take-files'
import { useSlipWords } from './use-slip-words'

/** Choose pictures or a folder; dropping and pasting work anywhere on the page. */
export function AddPictures({ large = false }: { large?: boolean }) {
  const { t } = useSlipWords()
  const pictures = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  return (
    <div className="slip-add">
      <button type="button" className={large ? 'btn p' : 'btn sm'} onClick={() => pictures.current?.click()}>
        {t('pick')}
      </button>
      <button type="button" className={large ? 'btn' : 'btn sm q'} onClick={() => folder.current?.click()}>
        {t('pickFolder')}
      </button>
      <input
        ref={pictures}
        type="file"
        accept="image/*"
        multiple
        hidden
        data-pick="pictures"
        onChange={({ currentTarget }) => {
          queue.handIn(
            [...(currentTarget.files ?? [])].map((picture) => ({ picture, name: picture.name })),
            'picker',
          )
          currentTarget.value = ''
        }}
      />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        {...{ webkitdirectory: '' }}
        onChange={({ currentTarget }) => {
          if (currentTarget.files) queue.handIn(filesOfFolder(currentTarget.files), 'folder')
          currentTarget.value = ''
        }}
      />
    </div>
  )
}
