/** @import { FileView, MessageView } from '../site/wire.ts' */
import { h } from './dom.js'
import { fileSize } from './format.js'
import { icon } from './icons.js'

/** What a phone can send without choosing a file; each stands in for the real thing. */
export const standIns = /** @type {const} */ ([
  { kind: 'voice', name: 'Голосовое сообщение', icon: 'voice' },
  { kind: 'sticker', name: 'Стикер', icon: 'sticker' },
  { kind: 'video', name: 'Видео', icon: 'video' },
  { kind: 'location', name: 'Геопозиция', icon: 'place' },
  { kind: 'contact', name: 'Контакт', icon: 'contact' },
  { kind: 'poll', name: 'Опрос', icon: 'poll' },
])

/** @param {MessageView} message */
export function renderMedia({ kind, file }) {
  if (kind === 'photo' && file?.edges) return photo(file, file.edges)
  if (kind === 'photo')
    return h('div', { class: 'media-photo', role: 'img', 'aria-label': 'Фотография' }, icon('photo'))
  if (kind === 'video')
    return h('div', { class: 'media-photo', role: 'img', 'aria-label': 'Видео' }, icon('video'))
  if (kind === 'sticker')
    return h('div', { class: 'media-sticker', role: 'img', 'aria-label': 'Стикер' }, icon('sticker'))
  if (kind === 'voice')
    return h(
      'div',
      { class: 'media-row', role: 'img', 'aria-label': 'Голосовое сообщение' },
      h('span', { class: 'media-disc' }, icon('voice')),
      h('span', { class: 'media-wave' }, waveBars()),
    )
  const standIn = standIns.find((one) => one.kind === kind)
  if (standIn) return renderStandIn(standIn)
  return file ? renderFile(file) : null
}

/** @param {(typeof standIns)[number]} standIn */
function renderStandIn({ name, icon: picture }) {
  return h(
    'div',
    { class: 'media-row', role: 'img', 'aria-label': name },
    h('span', { class: 'media-disc' }, icon(picture)),
    h('span', { class: 'media-name' }, h('span', {}, name)),
  )
}

/** Of a picture: as wide as it is high, within these. */
const aspectMin = 0.6
const aspectMax = 2.4

/**
 * @param {FileView} file
 * @param {NonNullable<FileView['edges']>} edges
 */
function photo(file, { width, height }) {
  const aspect = Math.min(aspectMax, Math.max(aspectMin, width / height))
  const image = h('img', { src: file.url, alt: 'Фотография', width, height, decoding: 'async' })
  const link = h('a', { class: 'media-photo', href: file.url, target: '_blank', rel: 'noopener' }, image)
  link.style.aspectRatio = String(aspect)
  // What cannot be drawn leaves the stand-in of a picture rather than a broken one.
  image.addEventListener('error', () => image.replaceWith(icon('photo')), { once: true })
  return link
}

/** @param {FileView} file */
export function renderFile({ name, size, url }) {
  return h(
    'a',
    { class: 'media-row media-file', href: url, download: name, title: `Скачать «${name}»` },
    h('span', { class: 'media-disc' }, icon('file')),
    h('span', { class: 'media-name' }, h('span', {}, name), h('small', {}, fileSize(size))),
  )
}

function waveBars() {
  return Array.from({ length: 28 }, (_, index) => h('i', { class: `wave-${(index * 7) % 5}` }))
}
