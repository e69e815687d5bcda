/**
 * Formatted text, node by node.
 *
 * @import { Link } from '../site/links.ts'
 * @import { RichElement, RichNode } from '../site/rich-text.ts'
 */
import { h } from './dom.js'
import { dateTimeEntity } from './format.js'

/**
 * What a tap inside a text may lead to.
 *
 * @typedef {object} Taps
 * @property {(link: Link) => void} onLink a start link or a page of the portal; web links open by themselves
 * @property {(command: string) => void} [onCommand]
 * @property {() => number} nowMs
 */

/**
 * @param {readonly RichNode[]} nodes
 * @param {Taps} taps
 * @returns {Node[]}
 */
export function renderRichText(nodes, taps) {
  return nodes.map((node) =>
    typeof node === 'string' ? document.createTextNode(node) : renderElement(node, taps),
  )
}

const plainElements = /** @type {const} */ ({
  bold: 'strong',
  italic: 'em',
  underline: 'u',
  strike: 's',
  code: 'code',
})

/**
 * @param {RichElement} node
 * @param {Taps} taps
 * @returns {Node}
 */
function renderElement(node, taps) {
  const children = renderRichText(node.children, taps)
  switch (node.tag) {
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strike':
    case 'code':
      return h(plainElements[node.tag], {}, children)
    case 'mention':
    case 'hashtag':
      return h('span', { class: 'mention' }, children)
    case 'spoiler':
      return spoiler(children)
    case 'pre':
      return h('pre', node.language ? { 'data-language': node.language } : {}, h('code', {}, children))
    case 'quote':
      return h('blockquote', { class: node.expandable ? 'quote-expandable' : null }, children)
    case 'link':
      return renderLink(node.link, taps, children)
    case 'command': {
      const { onCommand } = taps
      return onCommand
        ? inlineButton('command', () => onCommand(node.command), children)
        : h('span', {}, children)
    }
    case 'time':
      return dateTime(node.unixTime, node.format, taps, children)
    default:
      return h('span', {}, children)
  }
}

/**
 * An anchor that leaves the page only for addresses of the web.
 *
 * @param {Link} link
 * @param {Taps} taps
 * @param {readonly Node[]} children
 */
export function renderLink(link, taps, children) {
  if (link.type === 'web')
    return h('a', { href: link.href, target: '_blank', rel: 'noopener noreferrer' }, children)
  const href = link.type === 'portal' ? link.path : `/?start=${encodeURIComponent(link.payload)}`
  const anchor = h('a', { href }, children)
  anchor.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    taps.onLink(link)
  })
  return anchor
}

/**
 * @param {string} name
 * @param {() => void} onTap
 * @param {readonly Node[]} children
 */
function inlineButton(name, onTap, children) {
  const element = h('button', { type: 'button', class: `inline-button ${name}` }, children)
  element.addEventListener('click', onTap)
  return element
}

/** @param {readonly Node[]} children */
function spoiler(children) {
  const hidden = h('span', { class: 'spoiler-text', inert: true }, children)
  const element = h(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': 'Скрытый текст, показать' },
    hidden,
  )
  const reveal = () => {
    element.classList.add('spoiler-open')
    hidden.removeAttribute('inert')
    for (const name of ['role', 'tabindex', 'aria-label']) element.removeAttribute(name)
  }
  element.addEventListener('click', reveal, { once: true })
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      reveal()
    }
  })
  return element
}

/**
 * @param {number} unixTime
 * @param {string} format
 * @param {Taps} taps
 * @param {readonly Node[]} children
 */
function dateTime(unixTime, format, taps, children) {
  const written = format
    ? [document.createTextNode(dateTimeEntity(unixTime, format, taps.nowMs()))]
    : children
  return h(
    'time',
    { class: 'date-time', datetime: new Date(unixTime * 1000).toISOString(), title: 'В вашем часовом поясе' },
    written,
  )
}
