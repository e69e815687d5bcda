/** Line icons on a 24 × 24 grid, drawn for these pages. */
const paths = {
  back: 'M15 5l-7 7 7 7',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  send: 'M4 12l16-8-5.5 16-3.2-6.8z M11.3 13.2L20 4',
  clip: 'M19 11.5l-7.2 7.2a4.6 4.6 0 01-6.5-6.5l7.6-7.6a3 3 0 014.3 4.3l-7.4 7.3a1.5 1.5 0 01-2.1-2.1l6.6-6.6',
  forward: 'M13 6l7 6-7 6v-4c-5 0-8 1.500-10 5 0-6 4-9 10-9z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  checks: 'M2.5 12.5l4.3 4.5 8.7-9.5M11.5 16l1 1 9-9.5',
  copy: 'M9 9h10v11H9z M15 9V4H5v11h4',
  out: 'M8 16L17 7M9.5 7H17v7.5',
  to: 'M5 12h13M13 7l5 5-5 5',
  down: 'M6 9.5l6 6 6-6',
  edit: 'M4 20l1-4L16.5 4.5l3 3L8 19z M14 7l3 3',
  block: 'M12 3a9 9 0 100 18 9 9 0 000-18z M5.7 5.7l12.6 12.6',
  photo: 'M4 5h16v14H4z M4 16l5-5 4 4 3-3 4 4 M15.5 9v.01',
  file: 'M6 3h8l4 4v14H6z M14 3v4h4',
  voice:
    'M12 4a2.5 2.5 0 00-2.5 2.5v5a2.5 2.5 0 005 0v-5A2.5 2.5 0 0012 4z M6.5 11.5a5.5 5.5 0 0011 0M12 17v3.5',
  sticker:
    'M4 8a4 4 0 014-4h8a4 4 0 014 4v6l-6 6H8a4 4 0 01-4-4z M14 20c0-4 2-6 6-6 M9 9.5v.01M15 9.5v.01M8.5 13.5c1.5 2 4 2 5.5.5',
  video: 'M4 6h11v12H4z M15 10.5l5-3v9l-5-3z',
  place:
    'M12 21c4.500-5 6.500-8 6.500-11a6.500 6.500 0 00-13 0c0 3 2 6 6.500 11z M12 12.500a2.500 2.500 0 100-5 2.500 2.500 0 000 5z',
  contact:
    'M4 5h16v14H4z M9.500 12a2 2 0 100-4 2 2 0 000 4z M6.500 16a3 3 0 016 0 M15 10h2.500M15 13.500h2.500',
  poll: 'M6 20V10M12 20V4M18 20v-7',
  bell: 'M6 17V11a6 6 0 0112 0v6l1.5 2h-15z M10 21h4',
  people:
    'M9 11a3.5 3.5 0 100-7 3.5 3.5 0 000 7z M2.5 20a6.5 6.5 0 0113 0 M16 4.5a3.5 3.5 0 010 6.5M18 14a6 6 0 013.5 6',
  task: 'M5 4h14v16H5z M8.5 12l2.5 2.5 4.5-5',
  calendar: 'M4 6h16v14H4z M4 10.5h16M8 3.5V8M16 3.5V8',
  portal: 'M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z',
  chat: 'M4 5h16v11H10l-5 4v-4H4z',
  flame: 'M12 3c1 4 5 6 5 11a5 5 0 01-10 0c0-2 1-3.500 2-4.500 0 2 1 3 2 3 1.500-2.500-.5-6 1-9.500z',
  bolt: 'M13 3L5 14h6l-1 7 8-11h-6z',
  clock: 'M12 3.500a8.500 8.500 0 100 17 8.500 8.500 0 000-17z M12 7.500V12l3 2',
  mute: 'M6 17V11a6 6 0 019-5.200M18 11v6l1.500 2h-15L6 17 M10 21h4 M4 4l16 16',
}

/** @typedef {keyof typeof paths} IconName */

const space = 'http://www.w3.org/2000/svg'

/**
 * Decoration only: the element around it says what it means.
 *
 * @param {IconName} name
 */
export function icon(name) {
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', `icon icon-${name}`)
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', paths[name])
  svg.append(path)
  return svg
}
