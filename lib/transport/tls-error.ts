/** Codes of Node.js and OpenSSL that mean: no secure connection to this one. */
const TROUBLE = /CERT|TLS|SSL|SELF_SIGNED|LEAF_SIGNATURE|ISSUER|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|EPROTO/;

export function isTlsError(code: string): boolean {
  return TROUBLE.test(code);
}
