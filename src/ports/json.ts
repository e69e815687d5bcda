/** What survives JSON unchanged. Everything stored, sent or kept in a snapshot is made of this. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [key: string]: Json
}
