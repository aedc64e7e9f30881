/** Why there is no connection to a broker, in words that help. */
import { isTlsError } from './tls-error';
import { TransportError } from './transport';

/** Connack codes of MQTT 3.1.1 and 5 that mean: who are you? */
const NOT_LET_IN = new Set([4, 5, 134, 135]);

export function brokerError(cause: Error & { code?: number | string }): TransportError {
  const code = cause.code ?? '';
  // What is known of a name that was not found is more than its code.
  if (cause.cause instanceof TransportError) {
    const why = cause.cause.message.replace(/^the name/, "the broker's name");
    return new TransportError('OFFLINE', why, { cause, reason: 'brokerDown' });
  }
  if (typeof code === 'number' && NOT_LET_IN.has(code)) {
    return new TransportError('AUTH', 'the broker does not accept user and password', { cause, reason: 'brokerLogin' });
  }
  if (isTlsError(String(code))) {
    return new TransportError('OFFLINE', `no secure connection to the broker (${code}); check the TLS configuration`, {
      cause,
      reason: 'tls',
    });
  }
  const why: Record<string, string> = {
    ECONNREFUSED: 'the broker refuses the connection; is it running, and is the port right?',
    ENOTFOUND: "the broker's name cannot be resolved",
    EAI_AGAIN: "the broker's name cannot be resolved just now",
    EHOSTUNREACH: 'the broker cannot be reached',
    ETIMEDOUT: 'the broker does not answer',
  };
  return new TransportError(
    'OFFLINE',
    why[String(code)] ?? `no connection to the broker${code === '' ? '' : ` (${code})`}`,
    { cause, reason: 'brokerDown' },
  );
}
