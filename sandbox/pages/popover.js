import { h } from './dom.js'

/** @type {{ element: HTMLElement, opener: HTMLElement | null } | null} */
let open = null

/**
 * A menu above the button that opened it (or at a point of the page). One at a time; Escape and a tap elsewhere close it,
 * arrows walk through it.
 *
 * @param {HTMLElement | { x: number, y: number }} anchor
 * @param {string} label
 * @param {readonly Node[]} items
 * @param {string} name
 */
export function openPopover(anchor, label, items, name) {
  const opener = anchor instanceof HTMLElement ? anchor : null
  const again = open !== null && opener !== null && open.opener === opener
  closePopover()
  if (again) return
  const element = h('div', { class: `popover popover-${name}`, role: 'menu', 'aria-label': label }, [
    ...items,
  ])
  document.body.append(element)
  place(
    element,
    opener ? opener.getBoundingClientRect() : new DOMRect(point(anchor).x, point(anchor).y, 0, 0),
  )
  open = { element, opener }
  opener?.setAttribute('aria-expanded', 'true')
  focusable(element)[0]?.focus()
}

export function closePopover() {
  if (!open) return
  const { element, opener } = open
  const hadFocus = element.contains(document.activeElement)
  open = null
  element.remove()
  opener?.setAttribute('aria-expanded', 'false')
  if (hadFocus) opener?.focus()
}

/** @param {HTMLElement | { x: number, y: number }} anchor */
function point(anchor) {
  return anchor instanceof HTMLElement ? { x: 0, y: 0 } : anchor
}

/**
 * Above the anchor if there is room, and inside the phone if it came from there.
 *
 * @param {HTMLElement} element
 * @param {DOMRect} anchor
 */
function place(element, anchor) {
  const { width, height } = element.getBoundingClientRect()
  const gap = 8
  const there = document.elementsFromPoint(anchor.left + anchor.width / 2, anchor.top + anchor.height / 2)
  const phone = there.map((one) => one.closest('.phone')).find((one) => one !== null)
  const room = (phone ?? document.body).getBoundingClientRect()
  const edge = phone ? phone.clientLeft + gap : gap
  const above = anchor.top - height - gap
  const top = above >= gap ? above : Math.min(anchor.bottom + gap, innerHeight - height - gap)
  const left = anchor.left + width + edge > room.right ? anchor.right - width : anchor.left
  element.style.top = `${Math.max(gap, top)}px`
  element.style.left = `${Math.min(Math.max(room.left + edge, left), room.right - width - edge)}px`
}

/** @param {HTMLElement} element */
function focusable(element) {
  return [...element.querySelectorAll('button')].filter((one) => !one.disabled)
}

document.addEventListener('pointerdown', (event) => {
  const target = event.target instanceof Node ? event.target : null
  if (open && !open.element.contains(target) && !open.opener?.contains(target)) closePopover()
})
document.addEventListener('keydown', (event) => {
  if (!open) return
  if (event.key === 'Escape') {
    event.preventDefault()
    closePopover()
  }
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    const items = focusable(open.element)
    const at = items.findIndex((item) => item === document.activeElement)
    const step = event.key === 'ArrowDown' ? 1 : -1
    items[(at + step + items.length) % items.length]?.focus()
  }
})
