/** Choosing files: as a photo, which a client makes smaller before it sends it, or as they are. */
import { h } from './dom.js'
import { showToast } from './toasts.js'

/**
 * @typedef {object} Picked
 * @property {'photo' | 'document'} kind
 * @property {Blob} content
 * @property {string} name
 */

/** The longest edge of a photo in Telegram. */
const edgeMax = 1280
const quality = 0.87
/** What the site takes. */
const bytesMax = 64 * 1024 * 1024

/**
 * @param {'photo' | 'document'} kind
 * @param {(picked: Picked) => void} onPicked once for each file
 */
export function pickFiles(kind, onPicked) {
  const input = h('input', {
    type: 'file',
    multiple: true,
    hidden: true,
    accept: kind === 'photo' ? 'image/*' : null,
    'aria-label': kind === 'photo' ? 'Фотографии для отправки' : 'Файлы для отправки',
  })
  input.addEventListener('change', () => {
    void take(kind, [...(input.files ?? [])], onPicked)
    input.remove()
  })
  input.addEventListener('cancel', () => input.remove())
  document.body.append(input)
  input.click()
}

/**
 * @param {'photo' | 'document'} kind
 * @param {readonly File[]} files
 * @param {(picked: Picked) => void} onPicked
 */
export async function take(kind, files, onPicked) {
  for (const file of files) {
    if (file.size > bytesMax || file.size === 0) {
      showToast(
        file.size === 0 ? `Файл пустой: ${file.name}` : `Больше 64 МБ песочница не принимает: ${file.name}`,
      )
      continue
    }
    // One after another: they arrive in the order they were chosen in.
    // oxlint-disable-next-line no-await-in-loop
    const photo = kind === 'photo' ? await shrink(file) : null
    if (photo) onPicked({ kind: 'photo', content: photo, name: '' })
    else onPicked({ kind: 'document', content: file, name: file.name })
  }
}

/**
 * A JPEG of at most 1280 on its longest edge; null for what the browser cannot draw.
 *
 * @param {Blob} file
 * @returns {Promise<Blob | null>}
 */
async function shrink(file) {
  try {
    const picture = await createImageBitmap(file)
    const scale = Math.min(1, edgeMax / Math.max(picture.width, picture.height))
    const canvas = h('canvas', {
      width: Math.max(1, Math.round(picture.width * scale)),
      height: Math.max(1, Math.round(picture.height * scale)),
    })
    const context = canvas.getContext('2d')
    if (!context) return null
    // What is see-through would come out black in a JPEG.
    context.fillStyle = '#fff'
    context.fillRect(0, 0, canvas.width, canvas.height)
    context.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  } catch {
    return null
  }
}
