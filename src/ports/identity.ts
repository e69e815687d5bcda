declare const brand: unique symbol

/** A Telegram private chat; equal to the person's Telegram user id (Bot API `Chat.id` of a private chat). */
export type ChatId = number & { readonly [brand]: 'ChatId' }

/** An employee of the Bitrix24 portal (`user.get` → `ID`, as a number). */
export type PortalUserId = number & { readonly [brand]: 'PortalUserId' }

/** @throws RangeError when `value` is not a positive safe integer. */
export function toChatId(value: number): ChatId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand can only be asserted
  return positive(value, 'chat id') as ChatId
}

/** @throws RangeError when `value` is not a positive safe integer. */
export function toPortalUserId(value: number): PortalUserId {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a brand can only be asserted
  return positive(value, 'portal user id') as PortalUserId
}

function positive(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value <= 0) throw new RangeError(`Not a ${what}: ${value}`)
  return value
}
