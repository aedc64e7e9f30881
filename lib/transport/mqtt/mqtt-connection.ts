/** MQTT connection of one charger: opened by its first use, with the reason where there is none. */

import { TransportError } from '../transport';
import { type Broker, type BrokerListener, useBroker } from './broker';
import type { BrokerOptions } from './broker-options';
import type { Waiter } from './wait-for';

export interface MqttConnection {
  /** The broker; the first call opens the connection. */
  broker(): Broker;
  /** Resolves with a connected broker. @throws TransportError when there is no connection, or not before the signal aborts */
  ready(signal: AbortSignal): Promise<Broker>;
  /** The error while there is no connection. */
  error(): TransportError;
  /** It was closed for good. */
  readonly isClosed: boolean;
  close(): Promise<void>;
}

/** @param waiter is notified of each change of the connection */
export function createMqttConnection(
  options: BrokerOptions,
  listener: Required<BrokerListener>,
  waiter: Waiter,
): MqttConnection {
  let broker: Broker | undefined;
  /** The error of the last failed attempt, or of the lost connection. */
  let lastError: TransportError | undefined;
  let isClosed = false;

  function open(): Broker {
    broker ??= useBroker(options, {
      connected() {
        lastError = undefined;
        listener.connected();
        waiter.changed();
      },
      disconnected(error) {
        lastError = error;
        listener.disconnected(error);
        waiter.changed();
      },
      refused: listener.refused,
    });
    return broker;
  }

  const error = () => lastError ?? new TransportError('OFFLINE', 'there is no connection to the broker');

  return {
    broker: open,
    async ready(signal) {
      if (isClosed) throw new TransportError('CLOSED', 'the connection was closed');
      const opened = open();
      if (opened.connected) return opened;
      await waiter
        .waitFor(() => opened.connected || lastError !== undefined, signal)
        .catch(() => {
          throw new TransportError('TIMEOUT', 'there was no connection to the broker in time');
        });
      if (!opened.connected) throw error();
      return opened;
    },
    error,
    get isClosed() {
      return isClosed;
    },
    async close() {
      isClosed = true;
      await broker?.release();
    },
  };
}
