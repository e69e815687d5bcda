import type { Context } from 'hono'
import type { z } from 'zod'

/** The request's JSON as `schema` describes it; null for anything else. */
export async function readBody<T>(context: Context, schema: z.ZodType<T>): Promise<T | null> {
  const body: unknown = await context.req.json().catch(() => undefined)
  const read = schema.safeParse(body)
  return read.success ? read.data : null
}
