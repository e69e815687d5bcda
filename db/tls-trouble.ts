/**
 * Why an encrypted connection to PostgreSQL was refused before anybody was asked for a password; null for every other
 * error. `certificate`: what the server showed is signed by nobody known here, out of date, or of another name (Node docs,
 * "X509 certificate error codes"); `plain`: the server offers no encryption, and the address insists on it.
 */
export function untrustedServer(error: Error): 'certificate' | 'plain' | null {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (certificateCodes.test(code)) return 'certificate'
  // node-postgres says it without a code.
  return error.message === 'The server does not support SSL connections' ? 'plain' : null
}

const certificateCodes =
  /^(?:UNABLE_TO_.*|CERT_.*|SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|INVALID_CA|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/
