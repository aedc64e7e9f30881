/** X.509 certificates for tests, made when they are needed. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { isIPv4 } from 'node:net';
import forge from 'node-forge';

export interface Certificate {
  /** Both PEM. */
  cert: string;
  key: string;
}

export interface Issuer extends Certificate {
  /** @param names DNS names and IPv4 addresses the certificate is for */
  issue(names: readonly string[], expires: Date): Certificate;
}

const DAY_MS = 86_400_000;
/** The types of a name in a certificate [RFC 5280, 4.2.1.6]. */
const ALTERNATIVE_NAME = { dns: 2, ip: 7 };

/** A certificate authority with a certificate of its own, which a client has to trust. */
export function createIssuer(name: string): Issuer {
  const own = keyPair();
  const expires = new Date(Date.now() + 30 * DAY_MS);
  return {
    cert: certificate(name, name, own.publicKey, own.privateKey, expires, { name: 'basicConstraints', cA: true }),
    key: own.privateKey,
    issue(names, until) {
      const { publicKey, privateKey } = keyPair();
      const altNames = names.map((each) =>
        isIPv4(each) ? { type: ALTERNATIVE_NAME.ip, ip: each } : { type: ALTERNATIVE_NAME.dns, value: each },
      );
      return {
        cert: certificate(name, names[0] ?? '', publicKey, own.privateKey, until, { name: 'subjectAltName', altNames }),
        key: privateKey,
      };
    },
  };
}

/** @param signer the private key of the issuer, PEM */
function certificate(
  issuer: string,
  subject: string,
  publicKey: string,
  signer: string,
  expires: Date,
  extension: object,
): string {
  const made = forge.pki.createCertificate();
  made.publicKey = forge.pki.publicKeyFromPem(publicKey);
  made.serialNumber = `01${randomBytes(8).toString('hex')}`;
  made.validity.notBefore = new Date(expires.getTime() - 60 * DAY_MS);
  made.validity.notAfter = expires;
  made.setIssuer([{ name: 'commonName', value: issuer }]);
  made.setSubject([{ name: 'commonName', value: subject }]);
  made.setExtensions([extension]);
  made.sign(forge.pki.privateKeyFromPem(signer), forge.md.sha256.create());
  return forge.pki.certificateToPem(made);
}

function keyPair(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
