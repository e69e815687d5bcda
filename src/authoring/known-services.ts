/**
 * The services dialogs may name, as the assistant has them: which there are, whether they go over the network, what they
 * refuse with, which texts they name. None of them can be run: there is nothing behind them.
 */
import { createColleagueServices } from '../dialogs/colleagues/services.ts'
import { createNewTaskServices } from '../dialogs/create-task/services.ts'
import { createEventServices } from '../dialogs/events/services.ts'
import { createGate, gateServices } from '../dialogs/gate/gate.ts'
import type { LinkDeps } from '../dialogs/link-account/deps.ts'
import { createLinkServices } from '../dialogs/link-account/services.ts'
import { createMoveRestServices } from '../dialogs/move-rest/services.ts'
import { createSettingsServices } from '../dialogs/settings/services.ts'
import { createSnoozeServices } from '../dialogs/snooze/services.ts'
import { createTaskDeskServices } from '../dialogs/tasks/services.ts'
import type { Services } from '../machines/services.ts'

export function knownServices(): Services {
  return new Map([
    ...gateServices(
      new Map([
        ...createColleagueServices(absent()),
        ...createNewTaskServices(absent()),
        ...createTaskDeskServices(absent()),
        ...createMoveRestServices(absent()),
        ...createEventServices(absent()),
      ]),
      createGate(absent()),
    ),
    ...createSettingsServices(absent()),
    ...createSnoozeServices(absent()),
    ...createLinkServices(absent<LinkDeps>({ secret: '-'.repeat(64), allowedDomains: [] })),
  ])
}

/** Stands where the outside world would: whatever is asked of it throws. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller says what is absent
function absent<T extends object>(known: Partial<T> = {}): T {
  const outside = new Proxy(known, {
    get(target, key): unknown {
      if (Object.hasOwn(target, key)) return Reflect.get(target, key)
      return () => {
        throw new Error(`Nothing outside is there to ask for ${String(key)}`)
      }
    },
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- that is the point: nothing of it is there
  return outside as T
}
