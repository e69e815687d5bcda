/** @import { FaultView } from '../site/wire.ts' */
import { portalApi } from './api.js'
import { h, syncList } from './dom.js'

/** Switches that make the servers misbehave, to see how the bot copes. */
export function createFaultStrip() {
  const list = h('div', { class: 'faults' })
  const folded = h('details', {}, h('summary', { class: 'side-heading' }, 'Устроить сбой'), list)
  folded.open = matchMedia('(min-height: 1000px)').matches
  const element = h('section', { class: 'side-section faults-section', 'aria-label': 'Сбои' }, folded)

  /** @param {readonly FaultView[]} faults */
  function show(faults) {
    syncList(
      list,
      faults.map((fault) => ({ key: fault.name, value: fault, build: () => faultSwitch(fault) })),
    )
    if (faults.some(({ on }) => on)) folded.open = true
    element.classList.toggle(
      'faults-on',
      faults.some(({ on }) => on),
    )
  }

  return { element, show }
}

/** @param {FaultView} fault */
function faultSwitch(fault) {
  const input = h('input', {
    type: 'checkbox',
    role: 'switch',
    'data-focus-key': 'switch',
    'aria-describedby': `hint-${fault.name}`,
  })
  input.checked = fault.on
  input.addEventListener('change', () => void portalApi.setFault(fault.name, input.checked))
  return h(
    'label',
    { class: 'fault' },
    h('span', { class: 'fault-title' }, fault.title),
    input,
    h('small', { id: `hint-${fault.name}` }, fault.hint),
  )
}
