/**
 * Building elements without markup: whatever a chat or the portal says arrives as text nodes and attributes.
 *
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined>} Attributes
 */

/**
 * An element with attributes and children. A null attribute is left out; `true` sets an empty one and `false` none, except
 * for `aria-…`, where both are words.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Attributes} [attributes]
 * @param {...(Child | readonly Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    const spelled = name.startsWith('aria-')
    if (value === null || value === undefined || (value === false && !spelled)) continue
    element.setAttribute(name, value === true && !spelled ? '' : String(value))
  }
  append(element, children)
  return element
}

/**
 * @param {Element} element
 * @param {readonly (Child | readonly Child[])[]} children
 */
function append(element, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) element.append(child)
  }
}

/**
 * A button that does something. `label` is read aloud and shown on hover when the button shows only an icon.
 *
 * @param {Attributes & { label?: string }} attributes
 * @param {() => void} onTap
 * @param {...(Child | readonly Child[])} children
 */
export function button({ label, ...attributes }, onTap, ...children) {
  const named = label === undefined ? {} : { 'aria-label': label, title: label }
  const element = h('button', { type: 'button', ...named, ...attributes }, ...children)
  element.addEventListener('click', () => onTap())
  return element
}

/**
 * @param {Element} element
 * @param {...(Child | readonly Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren()
  append(element, children)
}

/**
 * @typedef {object} ListItem
 * @property {string} key
 * @property {unknown} value what the element shows; the element is built anew when it changes
 * @property {() => HTMLElement} build
 */

/** @type {WeakMap<Element, string>} */
const signatures = new WeakMap()

/**
 * Makes the children of `list` those of `items`, keeping elements whose value did not change and the keyboard focus in
 * one that did. `remove` takes away what is gone, at its own pace: until then the element has `data-leaving`.
 *
 * @param {HTMLElement} list
 * @param {readonly ListItem[]} items
 * @param {(element: HTMLElement) => void} [remove]
 * @returns {HTMLElement[]} the elements that were not there before
 */
export function syncList(list, items, remove = (element) => element.remove()) {
  /** @type {Map<string, HTMLElement>} */
  const present = new Map()
  for (const child of list.children) {
    const key =
      child instanceof HTMLElement && child.dataset['leaving'] === undefined
        ? child.dataset['key']
        : undefined
    if (key !== undefined && child instanceof HTMLElement) present.set(key, child)
  }
  const added = []
  /** @type {HTMLElement | null} */
  let previous = null
  for (const item of items) {
    const signature = JSON.stringify(item.value)
    const old = present.get(item.key)
    present.delete(item.key)
    const element = old && signatures.get(old) === signature ? old : item.build()
    element.dataset['key'] = item.key
    signatures.set(element, signature)
    if (old && old !== element) replaceKeepingFocus(old, element)
    if (!old) added.push(element)
    const place = afterLeaving(previous ? previous.nextElementSibling : list.firstElementChild)
    if (place !== element) list.insertBefore(element, place)
    previous = element
  }
  for (const gone of present.values()) {
    gone.dataset['leaving'] = ''
    remove(gone)
  }
  return added
}

/**
 * @param {Element | null} element
 * @returns {Element | null}
 */
function afterLeaving(element) {
  let at = element
  while (at instanceof HTMLElement && at.dataset['leaving'] !== undefined) at = at.nextElementSibling
  return at
}

/**
 * @param {HTMLElement} old
 * @param {HTMLElement} element
 */
function replaceKeepingFocus(old, element) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null
  const focusKey = focused instanceof HTMLElement ? focused.dataset['focusKey'] : undefined
  old.replaceWith(element)
  if (focusKey === undefined) return
  const target = [...element.querySelectorAll('[data-focus-key]')].find(
    (candidate) => candidate instanceof HTMLElement && candidate.dataset['focusKey'] === focusKey,
  )
  if (target instanceof HTMLElement) target.focus({ preventScroll: true })
}

/** @param {string} text */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyThroughSelection(text)
  }
}

/**
 * The clipboard API is refused in frames and by some settings; a selection is not.
 *
 * @param {string} text
 */
function copyThroughSelection(text) {
  const area = h('textarea', { class: 'offscreen', 'aria-hidden': 'true' })
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}

export const calm = matchMedia('(prefers-reduced-motion: reduce)')
