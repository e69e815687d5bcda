/** A certificate for `localhost` that signs itself (RFC 5280), made anew each time: no private key lies in the repository. */
import { generateKeyPairSync, sign } from 'node:crypto'

export interface Certificate {
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS #8. */
  readonly key: string
}

export function createCertificate(): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const name = sequence(set(sequence(oids.commonName, element(0x0c, Buffer.from('localhost')))))
  const signature = sequence(oids.ecdsaWithSha256)
  const body = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from([1])),
    signature,
    name,
    sequence(time('200101000000Z'), time('491231235959Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(sequence(oids.subjectAltName, element(0x04, sequence(dnsName('localhost')))))),
  )
  const whole = sequence(body, signature, element(0x03, Buffer.from([0]), sign('sha256', body, privateKey)))
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${whole.toString('base64')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const oids = {
  /** 2.5.4.3 */
  commonName: element(0x06, Buffer.from('550403', 'hex')),
  /** 2.5.29.17 */
  subjectAltName: element(0x06, Buffer.from('551d11', 'hex')),
  /** 1.2.840.10045.4.3.2 */
  ecdsaWithSha256: element(0x06, Buffer.from('2a8648ce3d040302', 'hex')),
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, ...parts)
}

function set(...parts: readonly Buffer[]): Buffer {
  return element(0x31, ...parts)
}

function time(utc: string): Buffer {
  return element(0x17, Buffer.from(utc))
}

function dnsName(name: string): Buffer {
  return element(0x82, Buffer.from(name))
}

/** One element of DER: tag, length, contents of less than 64 KiB. */
function element(tag: number, ...parts: readonly Buffer[]): Buffer {
  const contents = Buffer.concat(parts)
  const { length } = contents
  return Buffer.concat([Buffer.from([tag, ...lengthOf(length)]), contents])
}

/** The shortest form, as DER wants it. */
function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length]
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
}
