/** Migrations of a saved `goe-charger`. */
import { migrations, savedFlagOf, textOf } from '../runtime/schema';
import { completing } from '../runtime/settings';
import { SETTINGS } from './settings';

const steps = migrations(
  // Numbers where the dialog has text, flags as text from environment variables, and what was left out.
  (saved) => ({
    ...saved,
    // Anything else than nothing stays, so that the charger client can say what is wrong with it.
    connection: textOf(saved.connection) || 'http',
    host: textOf(saved.host),
    serial: textOf(saved.serial),
    broker: textOf(saved.broker),
    tls: textOf(saved.tls),
    topicPrefix: textOf(saved.topicPrefix),
    pollInterval: textOf(saved.pollInterval),
    timeout: textOf(saved.timeout),
    readOnly: savedFlagOf(saved.readOnly),
    allowCaution: savedFlagOf(saved.allowCaution),
  }),
);

export const chargerMigrations = completing(SETTINGS, steps);
