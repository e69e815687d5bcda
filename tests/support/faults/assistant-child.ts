/**
 * The assistant in a process of its own, as it is shipped; only its clock is moved, its leases are short, and it can be
 * told at which passing of which point it has to die. It loads everything, says so, and waits to be started.
 */
import { flushCompileCache } from 'node:module'
import { systemClock } from '../../../src/adapters/clock.ts'
import { openApp } from '../../../src/app.ts'
import { readConfig } from '../../../src/config/read-config.ts'
import { createLog } from '../../../src/log.ts'
import type { FaultPoint } from '../../../src/ports/fault-points.ts'
import type { Order, Report } from './orders.ts'

let offsetMs = 0
let fault: { readonly point: FaultPoint; left: number } | null = null

flushCompileCache()
process.on('message', (order: Order) => {
  obey(order).then(report, (error: unknown) =>
    report({ type: 'failed', detail: error instanceof Error ? (error.stack ?? error.name) : 'thrown' }),
  )
})
process.once('disconnect', () => process.exit())
report({ type: 'loaded' })

function report(what: Report): void {
  process.send?.(what)
}

async function obey(order: Order): Promise<Report> {
  switch (order.type) {
    case 'start':
      offsetMs = order.offsetMs
      await start(order)
      return { type: 'started' }
    case 'arm':
      fault = { point: order.point, left: order.passing }
      return { type: 'armed' }
    case 'advance':
      offsetMs += order.ms
      return { type: 'advanced' }
  }
}

async function start(order: Extract<Order, { type: 'start' }>): Promise<void> {
  const { config, problems } = readConfig(order.env)
  if (config === null) throw new Error(JSON.stringify(problems))
  await openApp(config, {
    roles: ['bot', 'ticker'],
    clock: { now: () => systemClock.now() + offsetMs },
    log: createLog({ level: 'info', file: order.logFile, secrets: [] }),
    leaseMs: order.leaseMs,
    reach,
  })
}

function reach(point: FaultPoint): void {
  if (fault?.point !== point) return
  fault.left -= 1
  // Nothing after this line runs: the signal arrives before the call returns.
  if (fault.left === 0) process.kill(process.pid, 'SIGKILL')
}
