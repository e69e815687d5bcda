import { Hono } from 'hono'
import { z } from 'zod'

import type { BitrixSandbox } from '../bitrix24/server.ts'
import type { FaultSwitches } from './faults.ts'
import { readBody } from './request-body.ts'

const switched = z.strictObject({ name: z.string().max(40), on: z.boolean() })

/** What a visitor may do to the company, and the strip of faults. */
export function portalApi(bitrix: BitrixSandbox, faults: FaultSwitches): Hono {
  const app = new Hono()
  const exists = (id: number): boolean => bitrix.employees().some((employee) => employee.id === id)

  app.post('/employees/:id{[0-9]+}/:change{dismiss|rehire}', (context) => {
    const id = Number(context.req.param('id'))
    if (!exists(id)) return context.json({ error: 'Такого сотрудника нет.' }, 404)
    if (context.req.param('change') === 'dismiss') bitrix.dismiss(id)
    else bitrix.rehire(id)
    return context.json({ done: true })
  })

  app.post('/faults', async (context) => {
    const body = await readBody(context, switched)
    if (body === null || !faults.set(body.name, body.on))
      return context.json({ error: 'Такого сбоя нет.' }, 400)
    return context.json({ done: true })
  })
  return app
}
