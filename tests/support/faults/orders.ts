/** What the tests and the assistant's process say to each other. */
import type { FaultPoint } from '../../../src/ports/fault-points.ts'

export type Order =
  | {
      readonly type: 'start'
      readonly env: Readonly<Record<string, string>>
      readonly logFile: string
      readonly leaseMs: number
      /** What the clock of the machine is ahead of the system's. */
      readonly offsetMs: number
    }
  /** Die at the `passing`-th passing of `point` from now on. */
  | { readonly type: 'arm'; readonly point: FaultPoint; readonly passing: number }
  | { readonly type: 'advance'; readonly ms: number }

/** Every order is answered once. */
export type Report =
  | { readonly type: 'loaded' | 'started' | 'armed' | 'advanced' }
  | { readonly type: 'failed'; readonly detail: string }
