import { h } from './dom.js'
import { icon } from './icons.js'

/** What a phone can send besides text; each stands in for the real thing. */
export const mediaKinds = /** @type {const} */ ([
  { kind: 'photo', name: 'Фотография', icon: 'photo' },
  { kind: 'document', name: 'Документ', icon: 'file' },
  { kind: 'voice', name: 'Голосовое сообщение', icon: 'voice' },
  { kind: 'sticker', name: 'Стикер', icon: 'sticker' },
])

/** @param {string} kind */
export function renderMedia(kind) {
  if (kind === 'photo' || kind === 'video' || kind === 'animation')
    return h('div', { class: 'media-photo', role: 'img', 'aria-label': 'Фотография' }, icon('photo'))
  if (kind === 'sticker')
    return h('div', { class: 'media-sticker', role: 'img', 'aria-label': 'Стикер' }, icon('sticker'))
  if (kind === 'voice')
    return h(
      'div',
      { class: 'media-row', role: 'img', 'aria-label': 'Голосовое сообщение' },
      h('span', { class: 'media-disc' }, icon('voice')),
      h('span', { class: 'media-wave' }, waveBars()),
    )
  return h(
    'div',
    { class: 'media-row' },
    h('span', { class: 'media-disc' }, icon('file')),
    h('span', { class: 'media-name' }, 'Смета.pdf', h('small', {}, '64 КБ')),
  )
}

function waveBars() {
  return Array.from({ length: 28 }, (_, index) => h('i', { class: `wave-${(index * 7) % 5}` }))
}
