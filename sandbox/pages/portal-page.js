/**
 * The portal on a page of its own. A link into the chat leads to the chat's page.
 *
 * @import { PortalView } from '../site/wire.ts'
 */
import { follow } from './api.js'
import { fill, h } from './dom.js'
import { createPortal } from './portal.js'

let skewMs = 0
/** @type {PortalView | null} */
let known = null

const portal = createPortal({
  nowMs: () => Date.now() + skewMs,
  compact: false,
  onLink: (link) => {
    if (link.type === 'start') location.assign(`/?start=${encodeURIComponent(link.payload)}`)
    else if (link.type === 'portal') portal.open(link.path)
  },
})

fill(
  document.body,
  h('main', { class: 'portal-main' }, portal.element),
  h('div', { class: 'toasts', 'data-toasts': true }),
)
if (location.pathname.startsWith('/company/')) portal.open(location.pathname + location.search)

follow({
  onPush: (push) => {
    skewMs = push.nowMs - Date.now()
    known = push.portal ?? known
    if (known) portal.show(known, null)
  },
  onConnection: () => {},
})
