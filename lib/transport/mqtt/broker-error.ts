/** Errors of a connection to a broker, with what to do. */
import { isTlsError } from '../tls-error';
import { TransportError } from '../transport';

/** CONNACK codes for a refused login: bad user or password, not authorized [MQTT 3.1.1, 3.2.2.3; MQTT 5, 3.2.2.2]. */
const LOGIN_REFUSED = new Set([4, 5, 134, 135]);

/** The error of a lost or failed connection to a broker, from what the MQTT client reports. */
export function brokerError(cause: Error & { code?: number | string }): TransportError {
  const code = cause.code ?? '';
  // The name look-up says more of a name that was not found than its code does.
  if (cause.cause instanceof TransportError) {
    const message = cause.cause.message.replace(/^the name/, "the broker's name");
    return new TransportError('OFFLINE', message, { cause, reason: 'brokerDown' });
  }
  if (typeof code === 'number' && LOGIN_REFUSED.has(code)) {
    return new TransportError('AUTH', 'the broker does not accept user and password; check both', {
      cause,
      reason: 'brokerLogin',
    });
  }
  if (isTlsError(String(code))) {
    return new TransportError('OFFLINE', `no secure connection to the broker (${code}); check the TLS configuration`, {
      cause,
      reason: 'tls',
    });
  }
  const messages: Record<string, string> = {
    ECONNREFUSED: 'the broker refuses the connection; check that it is running, and its port',
    ENOTFOUND: "the broker's name cannot be resolved; use the IP address, or check the name",
    EAI_AGAIN: "the broker's name cannot be resolved just now; use the IP address, or check the name server",
    EHOSTUNREACH: 'the broker cannot be reached; check network and power',
    ETIMEDOUT: 'the broker does not answer; check its address and port',
  };
  return new TransportError(
    'OFFLINE',
    messages[String(code)] ?? `no connection to the broker${code === '' ? '' : ` (${code})`}`,
    { cause, reason: 'brokerDown' },
  );
}
