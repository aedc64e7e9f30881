/** TLS errors: codes of Node.js and OpenSSL that mean there is no secure connection [Node.js, x509 certificate error codes]. */
const TLS_CODE = /CERT|TLS|SSL|SELF_SIGNED|LEAF_SIGNATURE|ISSUER|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|EPROTO/;

/** True for the code of an error that means there is no secure connection. */
export function isTlsError(code: string): boolean {
  return TLS_CODE.test(code);
}
