/** Every row of the report, in its order. */
import type { Row } from './row.ts'
import { floods, forgedPresses, guessedCodes, hostileTexts } from './abuse/chats.ts'
import { bombs, forgedWebhooks, links } from './abuse/input.ts'
import { clock } from './rows/clock.ts'
import { definitions, poison, tickers } from './rows/engine.ts'
import { connections, databaseWire, halfOpen, restarts } from './rows/database.ts'
import { fullDisk, fullServerDisk, locked, powerLoss } from './rows/disk.ts'
import { kill } from './rows/kill.ts'
import { lostAnswers, portalLimits, throttled } from './rows/outside.ts'
import { namedPoints } from './rows/points.ts'
import { duplicates, frozen, reordered } from './rows/replicas.ts'

export const rows: readonly Row[] = [
  kill,
  namedPoints,
  duplicates,
  reordered,
  frozen,
  restarts,
  connections,
  databaseWire,
  halfOpen,
  locked,
  fullDisk,
  fullServerDisk,
  powerLoss,
  throttled,
  portalLimits,
  lostAnswers,
  clock,
  poison,
  definitions,
  tickers,
  guessedCodes,
  floods,
  forgedPresses,
  forgedWebhooks,
  hostileTexts,
  bombs,
  links,
]
