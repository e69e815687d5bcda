import { cleanText } from './bbcode.ts'

/**
 * What a person reads of a text in BBCode. Links keep their addresses, lists their bullets; tags the portal does not
 * know («[срочно]», «[1]») are words of the author and stay.
 */
export function plainFromBbcode(text: string): string {
  return tidy(
    cleanText(text.slice(0, lengthMax))
      .replaceAll(/\[url\](.{0,2000}?)\[\/url\]/gisu, '$1')
      .replaceAll(/\[url=([^\][\s]{1,2000})\](.{0,2000}?)\[\/url\]/gisu, (_all, url: string, label: string) =>
        link(url, label),
      )
      .replaceAll(/\[br\s*\/?\]/giu, '\n')
      .replaceAll(/\[\*\]/gu, '\n• ')
      .replaceAll(embedded, '')
      .replaceAll(markup, ''),
  )
}

/** The same of HTML, which tasks of old hold (`DESCRIPTION_IN_BBCODE` = "N"). */
export function plainFromHtml(html: string): string {
  return tidy(
    cleanText(html.slice(0, lengthMax))
      .replaceAll(/<(?:br\s*\/?|\/p|\/div|\/li|\/tr)>/giu, '\n')
      .replaceAll(/<\/?[a-z!][^<>]{0,2000}>/giu, '')
      .replaceAll(/&(nbsp|lt|gt|quot|#0?39|amp);/gu, (entity) => entities[entity] ?? entity),
  )
}

/** Far more than a chat can show; a text of megabytes must not hold everybody up. */
const lengthMax = 50_000

/** Tags that stand for a thing, without text of their own. */
const embedded = /\[(?:disk file id|disk id|icon|timestamp|project_id|attach)\s?=[^\][]{0,300}\]/giu

/** Tags around a text; with an argument or without. */
const markup =
  /\[\/?(?:b|i|u|s|p|h[1-6]|url|img|quote|code|list|color|size|font|left|right|center|justify|table|tr|td|th|user|department|project|video|audio|spoiler|mention|copilot)(?:[=\s][^\][]{0,2000})?\]/giu

const entities: Readonly<Record<string, string>> = {
  '&nbsp;': ' ',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#039;': "'",
  '&amp;': '&',
}

function link(url: string, label: string): string {
  const words = label.trim()
  return words === '' || words === url ? url : `${words} (${url})`
}

function tidy(text: string): string {
  return text
    .replaceAll(/[^\S\n]+$/gmu, '')
    .replaceAll(/\n{3,}/gu, '\n\n')
    .trim()
}
