/** The reason why the charger charges or does not (`modelStatus`), and what its states mean. */
import { group, option } from '../define';
import type { Option } from '../row';

/** Reasons with the same identifier in every table of the vendor. 21 and 25 are in none of them. */
const lastingReasons = [
  option(1, 'NotChargingBecauseOvertemperature', 'Not charging: too hot', 'Lädt nicht: zu heiß'),
  option(3, 'ChargingBecauseForceStateOn', 'Charging: forced on', 'Lädt: Laden erzwungen'),
  option(4, 'NotChargingBecauseForceStateOff', 'Not charging: forced off', 'Lädt nicht: Stopp erzwungen'),
  option(5, 'NotChargingBecauseScheduler', 'Not charging: schedule', 'Lädt nicht: Zeitplan'),
  option(
    6,
    'NotChargingBecauseEnergyLimit',
    'Not charging: energy limit reached',
    'Lädt nicht: Energiegrenze erreicht',
  ),
  option(7, 'ChargingBecauseAwattarPriceLow', 'Charging: power is cheap', 'Lädt: Strom ist günstig'),
  option(
    8,
    'ChargingBecauseAutomaticStopTestLadung',
    'Charging: test charge for Daily Trip',
    'Lädt: Testladung für Daily Trip',
  ),
  option(
    9,
    'ChargingBecauseAutomaticStopNotEnoughTime',
    'Charging: Daily Trip is short of time',
    'Lädt: Zeit für Daily Trip wird knapp',
  ),
  option(10, 'ChargingBecauseAutomaticStop', 'Charging: Daily Trip', 'Lädt: Daily Trip'),
  option(
    11,
    'ChargingBecauseAutomaticStopNoClock',
    'Charging: Daily Trip without clock',
    'Lädt: Daily Trip ohne Uhrzeit',
  ),
  option(12, 'ChargingBecausePvSurplus', 'Charging: solar surplus', 'Lädt: PV-Überschuss'),
  option(15, 'ChargingBecauseFallbackDefault', 'Charging: nothing speaks against it', 'Lädt: nichts spricht dagegen'),
  option(
    17,
    'NotChargingBecauseFallbackAwattar',
    'Not charging: waiting for cheap or solar power',
    'Lädt nicht: wartet auf günstigen Strom oder Überschuss',
  ),
  option(
    18,
    'NotChargingBecauseFallbackAutomaticStop',
    'Not charging: Daily Trip still has time',
    'Lädt nicht: Daily Trip hat noch Zeit',
  ),
  option(
    19,
    'ChargingBecauseCarCompatibilityKeepAlive',
    'Charging: to keep the car awake',
    'Lädt: damit das Fahrzeug wach bleibt',
  ),
  option(
    20,
    'ChargingBecauseChargePauseNotAllowed',
    'Charging: pauses are not allowed',
    'Lädt: Ladepausen nicht erlaubt',
  ),
  option(21, 'Undocumented21', 'Reason 21, not documented', 'Grund 21, nicht dokumentiert'),
  option(
    22,
    'NotChargingBecauseSimulateUnplugging',
    'Not charging: simulating unplugging',
    'Lädt nicht: simuliert Ausstecken',
  ),
  option(23, 'NotChargingBecausePhaseSwitch', 'Not charging: switching phases', 'Lädt nicht: Phasenumschaltung'),
  option(
    24,
    'NotChargingBecauseMinPauseDuration',
    'Not charging: shortest pause not over',
    'Lädt nicht: Mindestpause läuft',
  ),
  option(25, 'Undocumented25', 'Reason 25, not documented', 'Grund 25, nicht dokumentiert'),
  option(26, 'NotChargingBecauseError', 'Not charging: error', 'Lädt nicht: Fehler'),
  option(
    27,
    'NotChargingBecauseLoadManagementDoesntWant',
    'Not charging: load management',
    'Lädt nicht: Lastmanagement',
  ),
  option(28, 'NotChargingBecauseOcppDoesntWant', 'Not charging: OCPP backend', 'Lädt nicht: OCPP-Backend'),
  option(
    29,
    'NotChargingBecauseReconnectDelay',
    'Not charging: delay after reconnection',
    'Lädt nicht: Verzögerung nach Wiederverbindung',
  ),
  option(30, 'NotChargingBecauseAdapterBlocking', 'Not charging: adapter blocks', 'Lädt nicht: Adapter blockiert'),
  option(
    31,
    'NotChargingBecauseUnderfrequencyControl',
    'Not charging: grid frequency too low',
    'Lädt nicht: Netzfrequenz zu niedrig',
  ),
  option(32, 'NotChargingBecauseUnbalancedLoad', 'Not charging: unbalanced load', 'Lädt nicht: Schieflast'),
  option(33, 'ChargingBecauseDischargingPvBattery', 'Charging: from home battery', 'Lädt: aus dem Heimspeicher'),
  option(34, 'NotChargingBecauseGridMonitoring', 'Not charging: grid monitoring', 'Lädt nicht: Netzüberwachung'),
  option(35, 'NotChargingBecauseOcppFallback', 'Not charging: OCPP fallback', 'Lädt nicht: OCPP-Rückfallwert'),
  option(
    36,
    'NotChargingBecauseFloorDetected',
    'Not charging: floor detected',
    'Lädt nicht: Boden erkannt (FloorDetected)',
  ),
  option(
    37,
    'NotChargingBecauseOcppInoperable',
    'Not charging: put out of service by OCPP',
    'Lädt nicht: per OCPP außer Betrieb',
  ),
  option(
    38,
    'NotChargingBecauseUndervoltageControl',
    'Not charging: grid voltage too low',
    'Lädt nicht: Netzspannung zu niedrig',
  ),
  option(39, 'NotChargingBecauseZeroSetpoint', 'Not charging: set value is zero', 'Lädt nicht: Sollwert ist null'),
  option(40, 'NotChargingBecauseInitializing', 'Not charging: initializing', 'Lädt nicht: wird initialisiert'),
  option(
    41,
    'NotChargingBecauseFailsafeLimit',
    'Not charging: failsafe limit',
    'Lädt nicht: Sicherheitsgrenze (Failsafe)',
  ),
];

/** Those reasons and the given ones, whose identifiers changed, in the order of their numbers. */
function reasons(...changed: Option[]): readonly Option[] {
  return [...lastingReasons, ...changed].sort((a, b) => Number(a.value) - Number(b.value));
}

export const chargingReason = group('charging', (key) => [
  key('modelStatus', 'r', 'int', 'Status', {
    options: reasons(
      option(
        0,
        'NotChargingBecauseNoChargeCtrlData',
        'Not charging: charge controller silent',
        'Lädt nicht: Laderegler meldet sich nicht',
      ),
      option(
        2,
        'NotChargingBecauseAccessControlWait',
        'Not charging: waiting for release',
        'Lädt nicht: wartet auf Freigabe',
      ),
      option(13, 'ChargingBecauseFallbackGoEDefault', 'Charging: basic logic', 'Lädt: Basislogik'),
      option(14, 'ChargingBecauseFallbackGoEScheduler', 'Charging: schedule', 'Lädt: Zeitplan'),
      option(
        16,
        'NotChargingBecauseFallbackGoEAwattar',
        'Not charging: power is too expensive',
        'Lädt nicht: Strom ist zu teuer',
      ),
    ),
    versions: [
      {
        since: '59.4',
        options: reasons(
          option(
            0,
            'ChargingBecauseNoChargeCtrlData',
            'Charging: charge controller silent',
            'Lädt: Laderegler meldet sich nicht',
          ),
          option(
            2,
            'NotChargingBecauseAccessControl',
            'Not charging: waiting for release',
            'Lädt nicht: wartet auf Freigabe',
          ),
          option(13, 'ChargingBecauseFallbackV2Default', 'Charging: basic logic', 'Lädt: Basislogik'),
          option(14, 'ChargingBecauseFallbackV2Scheduler', 'Charging: schedule', 'Lädt: Zeitplan'),
          option(
            16,
            'NotChargingBecauseFallbackV2Awattar',
            'Not charging: power is too expensive',
            'Lädt nicht: Strom ist zu teuer',
          ),
        ),
      },
    ],
    title: ['Reason for (not) charging', 'Grund für Laden oder Nichtladen'],
    about: [
      'Why the charger lets the car charge or not at this moment: the first thing to look at when a car does not charge.',
      'Warum die Ladestation gerade laden lässt oder nicht: das Erste, worauf man schaut, wenn ein Fahrzeug nicht lädt.',
    ],
  }),
  key('lmsc', 'r', 'int', 'Status', {
    unit: 'ms',
    title: ['Charging reason changed at', 'Ladegrund geändert um'],
    about: [
      'When the reason for charging or not charging last changed, in milliseconds since boot: age = rbt minus this.',
      'Wann der Grund für Laden oder Nichtladen zuletzt gewechselt hat, in Millisekunden seit dem Start: Alter = rbt minus diesem Wert.',
    ],
  }),
]);
