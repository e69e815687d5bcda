/** The portal's BBCode (notifications, task descriptions), read into the same tree as a chat message. */
import { readLink, type LinkPlaces } from './links.ts'
import { plainText, type PlainTag, type RichElement, type RichNode } from './rich-text.ts'

interface Open {
  readonly name: string
  readonly argument: string
  readonly source: string
  readonly children: RichNode[]
}

const tagPattern = /\[(\/?)(B|I|U|S|URL|BR|USER|SEND|PUT|CODE)(?:=([^\]]*))?\]/gi

/**
 * `[B] [I] [U] [S] [CODE] [URL] [URL=…] [USER=…] [SEND] [PUT] [BR]`, in any case. A tag that is never closed, or closed
 * without being open, stays as it was typed; so does every other `[…]`. A bare http(s) address becomes a link.
 */
export function readBbcode(source: string, places: LinkPlaces): RichNode[] {
  const root: Open = { name: '', argument: '', source: '', children: [] }
  const stack: Open[] = []
  const top = (): Open => stack.at(-1) ?? root
  let at = 0
  for (const match of source.matchAll(tagPattern)) {
    addText(top().children, source.slice(at, match.index))
    at = match.index + match[0].length
    const name = (match[2] ?? '').toUpperCase()
    if (name === 'BR') addText(top().children, '\n')
    else if (!match[1]) stack.push({ name, argument: match[3] ?? '', source: match[0], children: [] })
    else if (!stack.some((open) => open.name === name)) addText(top().children, match[0])
    else close(stack, root, name, places)
  }
  addText(top().children, source.slice(at))
  while (stack.length > 0) unopen(stack, root)
  return root.children.flatMap((node) => withBareLinks(node, places))
}

const bareLink = /https?:\/\/[^\s<>"«»[\]]*[^\s<>"«»[\].,;:!?)]/gi

/** The portal makes an address tappable that was written without `[URL]`. */
function withBareLinks(node: RichNode, places: LinkPlaces): RichNode[] {
  if (typeof node !== 'string') {
    if (node.tag === 'link' || node.tag === 'code') return [node]
    return [{ ...node, children: node.children.flatMap((child) => withBareLinks(child, places)) }]
  }
  const nodes: RichNode[] = []
  let at = 0
  for (const { 0: url, index } of node.matchAll(bareLink)) {
    const link = readLink(url, places)
    if (!link) continue
    addText(nodes, node.slice(at, index))
    nodes.push({ tag: 'link', link, children: [url] })
    at = index + url.length
  }
  addText(nodes, node.slice(at))
  return nodes
}

function close(stack: Open[], root: Open, name: string, places: LinkPlaces): void {
  while (stack.at(-1)?.name !== name) unopen(stack, root)
  const closed = stack.pop()
  if (closed) (stack.at(-1) ?? root).children.push(...element(closed, places))
}

/** The innermost open tag turns out to be text: its source and what followed move up to the one around it. */
function unopen(stack: Open[], root: Open): void {
  const open = stack.pop()
  if (!open) return
  const parent = stack.at(-1) ?? root
  addText(parent.children, open.source)
  for (const child of open.children) {
    if (typeof child === 'string') addText(parent.children, child)
    else parent.children.push(child)
  }
}

const plainTags: Readonly<Record<string, PlainTag>> = {
  B: 'bold',
  I: 'italic',
  U: 'underline',
  S: 'strike',
  CODE: 'code',
  USER: 'mention',
}

function element(open: Open, places: LinkPlaces): readonly RichNode[] {
  if (open.name === 'URL') {
    const link = readLink(open.argument || plainText(open.children), places)
    return link ? [{ tag: 'link', link, children: open.children } satisfies RichElement] : open.children
  }
  const tag = plainTags[open.name]
  return tag ? [{ tag, children: open.children }] : open.children
}

function addText(nodes: RichNode[], text: string): void {
  if (!text) return
  const last = nodes.at(-1)
  if (typeof last === 'string') nodes[nodes.length - 1] = last + text
  else nodes.push(text)
}

/** The six-digit code a notice carries, without its spaces; null when it carries none. */
export function findCode(nodes: readonly RichNode[]): string | null {
  const text = plainText(nodes)
  if (!/код/iu.test(text)) return null
  const digits = /(?<![\p{L}\d])(\d{3})[ \u00A0\u202F]?(\d{3})(?![\p{L}\d])/u.exec(text)
  return digits ? `${digits[1]}${digits[2]}` : null
}
