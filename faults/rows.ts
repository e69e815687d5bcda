/** Every row of the report, in its order. */
import type { Row } from './row.ts'
import { kill } from './rows/kill.ts'
import { namedPoints } from './rows/points.ts'

export const rows: readonly Row[] = [kill, namedPoints]
