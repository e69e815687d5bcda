import type { Json } from '../ports/json.ts'
import type { NewDelivery } from './deliveries.ts'
import type { Unit } from './unit.ts'

export interface Delivery extends NewDelivery {
  readonly seq: number
  /** Times it has been claimed, this one included; the fence of {@link Outbox.settle}. */
  readonly attempts: number
  /** How many of the earlier ones surely did nothing; what they leave may have been done unseen. */
  readonly undone: number
  /** How many of the earlier ones said that their request leaves ({@link Outbox.begin}), and may have been heard. */
  readonly begun: number
  readonly leaseUntilMs: number
}

export type Settlement =
  | { readonly type: 'done'; readonly outcome?: Json }
  /** Try again at `dueAtMs`; keeps its place in the lane. `detail` says why; `undone`: this attempt surely did nothing. */
  | { readonly type: 'retry'; readonly dueAtMs: number; readonly detail: string; readonly undone?: true }
  /** Will never succeed; kept for a person to look at, and no longer in anybody's way. */
  | { readonly type: 'dead'; readonly detail: string }
  /** It cannot be known whether it happened, and it must not be repeated. */
  | { readonly type: 'unknown'; readonly detail: string }

/** The transactional outbox. `enqueue` and `cancel` are on {@link Unit.deliveries}. */
export interface Outbox {
  /**
   * Leases at most `limit` due deliveries, the head of each lane only, for `leaseMs`. Two claimers never get the same
   * row while the lease lasts.
   */
  claim(options: {
    readonly limit: number
    readonly nowMs: number
    readonly leaseMs: number
    /** Only these lanes (the fast path right after a commit). */
    readonly lanes?: readonly string[]
    /**
     * Ids of those the claimer is still busy with: they are not handed to it again, however long ago their lease ended
     * by a clock that was set or a machine that slept.
     */
    readonly besides?: readonly string[]
    /**
     * Of `background` deliveries at most `limit`, and none while anything else is due; with `perSecond` only as many as
     * leave, together with all other messages of all processes, no more than that within any second. Without it: as
     * many as `limit` above says.
     */
    readonly background?: { readonly limit: number; readonly perSecond?: number }
  }): Promise<readonly Delivery[]>
  /**
   * For what must not be done twice: said right before the request leaves. Whoever takes over after a crash then knows
   * that it may have been done, and otherwise that it surely was not. False, and nothing may leave, when the delivery
   * was taken over or cancelled meanwhile.
   */
  begin(delivery: Delivery): Promise<boolean>
  /**
   * Ends the lease. Runs `work` in the same transaction, so that what follows from the outcome is stored together with
   * it. False, and nothing written, when the lease was lost to another claimer or the delivery was cancelled meanwhile.
   */
  settle(
    delivery: Delivery,
    settlement: Settlement,
    nowMs: number,
    work?: (unit: Unit) => Promise<void>,
  ): Promise<boolean>
  /** When the next delivery falls due, or null: how long a dispatcher may sleep. */
  nextDueMs(): Promise<number | null>
}
