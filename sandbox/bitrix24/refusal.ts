/** The portal's "no". Thrown by methods, turned into the version's error envelope by the transport. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly code: string
  /** REST 3.0 only: what is wrong with which field. */
  readonly validation: readonly Violation[] | undefined

  constructor(status: number, code: string, description: string, validation?: readonly Violation[]) {
    super(description)
    this.status = status
    this.code = code
    this.validation = validation
  }
}

export interface Violation {
  readonly message: string
  readonly field: string
}
