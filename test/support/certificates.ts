/** Certificates for tests, made when they are needed: X.509 with a key on P-256, in as much DER as that takes [RFC 5280]. */
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';

export interface Certificate {
  /** Both PEM. */
  cert: string;
  key: string;
}

export interface Issuer extends Certificate {
  /** @param names DNS names and IPv4 addresses it is for */
  issue(names: readonly string[], expires: Date): Certificate;
}

const DAY_MS = 86_400_000;
const COMMON_NAME = '2.5.4.3';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const BASIC_CONSTRAINTS = '2.5.29.19';
const ALTERNATIVE_NAMES = '2.5.29.17';

/** Somebody who issues certificates, with one of his own. */
export function createIssuer(name: string): Issuer {
  const own = keyPair();
  const expires = new Date(Date.now() + 30 * DAY_MS);
  return {
    cert: certificate(name, name, own.publicKey, own.privateKey, expires, [
      extension(BASIC_CONSTRAINTS, der(0x30, der(0x01, Buffer.of(0xff)))),
    ]),
    key: pem(own.privateKey),
    issue(names, until) {
      const { publicKey, privateKey } = keyPair();
      const alternatives = der(0x30, ...names.map(alternativeName));
      return {
        cert: certificate(name, names[0] ?? '', publicKey, own.privateKey, until, [
          extension(ALTERNATIVE_NAMES, alternatives),
        ]),
        key: pem(privateKey),
      };
    },
  };
}

function certificate(
  issuer: string,
  subject: string,
  publicKey: KeyObject,
  signer: KeyObject,
  expires: Date,
  extensions: Buffer[],
): string {
  const algorithm = der(0x30, objectId(ECDSA_WITH_SHA256));
  const toBeSigned = der(
    0x30,
    der(0xa0, integer(Buffer.of(2))),
    // Positive, and no longer than it has to be, because it begins with 1.
    integer(Buffer.of(1), randomBytes(8)),
    algorithm,
    distinguished(issuer),
    der(0x30, time(new Date(expires.getTime() - 60 * DAY_MS)), time(expires)),
    distinguished(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...extensions)),
  );
  const signature = sign('sha256', toBeSigned, signer);
  const whole = der(0x30, toBeSigned, algorithm, der(0x03, Buffer.of(0), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function keyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function pem(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

/** One value: its tag, its length, its parts. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  return Buffer.concat([Buffer.of(tag, 0x82, body.length >> 8, body.length & 0xff), body]);
}

function integer(...bytes: Buffer[]): Buffer {
  return der(0x02, ...bytes);
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return der(0x06, Buffer.from(bytes));
}

function distinguished(name: string): Buffer {
  return der(0x30, der(0x31, der(0x30, objectId(COMMON_NAME), der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  const text = date.toISOString().replace(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return der(0x30, objectId(id), der(0x04, value));
}

function alternativeName(name: string): Buffer {
  const isAddress = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  return isAddress ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
}
