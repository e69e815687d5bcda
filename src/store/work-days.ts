/** A date on which work differs from what the portal's calendar and the weekday say. */
export interface WorkDay {
  /** `2027-01-04`. */
  readonly date: string
  /** `off`: nobody works; `short`: a work day that ends earlier; `work`: a work day though it is a weekend. */
  readonly kind: 'off' | 'short' | 'work'
}

/** What an administrator imported. */
export interface WorkDayStore {
  /** In the order of their dates. */
  all(): Promise<readonly WorkDay[]>
  /** All that is known of a calendar year from now on; `days` are of that year, each date once. */
  replaceYear(year: number, days: readonly WorkDay[]): Promise<void>
}
