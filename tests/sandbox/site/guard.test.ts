import { request } from 'node:http'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { anna, openSiteRig, type SiteRig } from './site-rig.ts'

let rig: SiteRig
beforeAll(async () => {
  rig = await openSiteRig()
})
afterAll(() => rig[Symbol.asyncDispose]())

/** `fetch` does not let a test choose the Host. */
function statusWith(headers: Record<string, string>, path = '/'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(`${rig.url}${path}`, { headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.once('error', reject).end()
  })
}

test('a foreign name that points to this computer opens nothing', async () => {
  expect(await statusWith({ host: 'evil.example' })).toBe(403)
  expect(await statusWith({ host: '127.0.0.1.evil.example' }, '/api/state')).toBe(403)
  expect(await statusWith({ host: new URL(rig.url).host })).toBe(200)
})

test('a page of another site can neither read nor steer', async () => {
  const body = { text: 'Чужой текст' }
  const say = `/api/people/${anna}/say`
  expect((await rig.post(say, body, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await rig.post(say, body, { 'content-type': 'text/plain' })).status).toBe(415)
  expect(await statusWith({ 'sec-fetch-site': 'cross-site' }, '/api/state')).toBe(403)
  expect(rig.telegram.person(anna).messages()).toEqual([])
  expect((await rig.post(say, body, { origin: rig.url })).status).toBe(200)
})

test.each(['/', '/portal', '/assets/chat-page.js'])('%s may load nothing from elsewhere', async (path) => {
  const response = await fetch(`${rig.url}${path}`)
  expect(response.status).toBe(200)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await response.text()).not.toMatch(/(src|href|from)\s*=?\s*["']https?:/)
})

test.each([
  '/assets/..%2fsite.ts',
  '/assets/%2e%2e/site.ts',
  '/assets/tsconfig.json',
  '/assets/chat.html',
  '/site.ts',
])('%s is not a page', async (path) => {
  expect(await statusWith({}, path)).toBe(404)
})
