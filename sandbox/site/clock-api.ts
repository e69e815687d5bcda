import { Hono } from 'hono'
import { z } from 'zod'

import type { MovableClock } from '../clock.ts'
import { readBody } from './request-body.ts'

const moved = z.strictObject({ toMs: z.int() })

/** `POST /clock {toMs}`: on to that moment, never back. */
export function clockApi(clock: MovableClock | undefined): Hono {
  const app = new Hono()
  app.post('/clock', async (context) => {
    const body = await readBody(context, moved)
    if (body === null) return context.json({ error: 'Запрос не разобран.' }, 400)
    if (clock === undefined) return context.json({ error: 'Здесь время идёт само.' }, 409)
    try {
      clock.moveTo(body.toMs)
    } catch {
      return context.json({ error: 'Время идёт только вперёд, и не дальше чем на год.' }, 409)
    }
    return context.json({ done: true })
  })
  return app
}
