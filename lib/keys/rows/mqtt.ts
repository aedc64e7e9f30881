/** The MQTT client of the charger: broker, login, topics, state. */
import { group, text } from '../define';

const losesBroker = text(
  'If the new value is wrong, the charger no longer reaches the broker, and no message gets through to put it right.',
  'Ist der neue Wert falsch, erreicht die Ladestation den Broker nicht mehr, und es kommt keine Nachricht zur Korrektur durch.',
);

export const mqtt = group('network', (key) => [
  key('mcc', 'r', 'bool', 'Status', {
    title: ['MQTT connected', 'MQTT verbunden'],
    about: [
      'Whether the charger is connected to its broker. Newer firmware uses it as last will: the broker itself sets it to false when the charger is lost.',
      'Ob die Ladestation mit ihrem Broker verbunden ist. Neuere Firmware nutzt den Wert als Last Will: Der Broker setzt ihn auf false, wenn die Ladestation verloren geht.',
    ],
  }),
  key('mce', 'rw', 'bool', 'Config', {
    title: ['MQTT switched on', 'MQTT eingeschaltet'],
    about: [
      'Whether the charger connects to the broker set in mcu.',
      'Ob sich die Ladestation mit dem in mcu eingestellten Broker verbindet.',
    ],
    caution: text(
      'Switched off, everything that reaches the charger over MQTT loses it.',
      'Ausgeschaltet verliert alles, was die Ladestation über MQTT erreicht, die Verbindung.',
    ),
  }),
  key('mcr', 'rw', 'bool', 'Config', {
    title: ['MQTT read-only', 'MQTT nur lesen'],
    about: [
      'True: over MQTT values can be read but not set. This is how chargers come from firmware 051.5 on.',
      'True: Über MQTT lassen sich Werte lesen, aber nicht setzen. So ist es ab Firmware 051.5 voreingestellt.',
    ],
    caution: text(
      'Set to true over MQTT, it cannot be taken back over MQTT; set to false, everyone on the broker can set the charger.',
      'Über MQTT auf true gesetzt, lässt es sich über MQTT nicht zurücknehmen; bei false kann jeder am Broker die Ladestation verstellen.',
    ),
  }),
  key('mcu', 'rw', 'string', 'Config', {
    title: ['MQTT broker address', 'Adresse des MQTT-Brokers'],
    about: [
      'The broker as URL, such as mqtt://broker:1883 or mqtts://user:password@broker:8883. It can hold a password, so it is treated as secret.',
      'Der Broker als URL, etwa mqtt://broker:1883 oder mqtts://benutzer:passwort@broker:8883. Sie kann ein Passwort enthalten und gilt deshalb als geheim.',
    ],
    limits: { format: 'url' },
    secret: true,
    caution: losesBroker,
  }),
  key('mtp', 'rw', 'string', 'Config', {
    nullable: true,
    title: ['MQTT topic prefix', 'MQTT-Topic-Präfix'],
    about: [
      'Put in front of every key to make its topic, serial number and closing slash included. Null brings the default back, which is then what is read.',
      'Steht vor jedem Schlüssel und bildet mit ihm das Topic, samt Seriennummer und Schrägstrich am Ende. Null stellt den Standard wieder her, der dann gelesen wird.',
    ],
    echo: false,
    caution: text(
      'All topics change: programs that subscribe to the old ones receive nothing any more. Without a closing slash some firmware fails to connect.',
      'Alle Topics ziehen um: Programme auf den alten hören nichts mehr. Ohne Schrägstrich am Ende verbindet sich manche Firmware nicht.',
    ),
  }),
  key('mhe', 'rw', 'bool', 'Config', {
    title: ['Home Assistant discovery', 'Home-Assistant-Erkennung'],
    about: [
      'Publishes what Home Assistant needs to add the charger by itself.',
      'Veröffentlicht, was Home Assistant braucht, um die Ladestation von selbst hinzuzufügen.',
    ],
  }),
  key('mht', 'rw', 'string', 'Config', {
    nullable: true,
    title: ['Home Assistant topic prefix', 'Home-Assistant-Topic-Präfix'],
    about: [
      'Topic under which the discovery messages for Home Assistant are published. Null brings the default back, which is then what is read.',
      'Topic, unter dem die Erkennungsnachrichten für Home Assistant veröffentlicht werden. Null stellt den Standard wieder her, der dann gelesen wird.',
    ],
    echo: false,
  }),
  key('mqss', 'rw', 'bool', 'Config', {
    title: ['MQTT: skip server check', 'MQTT: Server nicht prüfen'],
    about: [
      'True connects to an encrypted broker without checking who it is; useful for own certificates, yet open to eavesdroppers in the middle.',
      'True verbindet sich mit einem verschlüsselten Broker, ohne ihn zu prüfen; praktisch für eigene Zertifikate, aber offen für Lauscher dazwischen.',
    ],
    caution: text(
      'True weakens the encryption; false cuts the charger off a broker whose certificate it cannot check.',
      'True schwächt die Verschlüsselung; false trennt die Ladestation von einem Broker, dessen Zertifikat sie nicht prüfen kann.',
    ),
  }),
  key('mqcn', 'rw', 'bool', 'Config', {
    title: ['MQTT: skip name check', 'MQTT: Namen nicht prüfen'],
    about: [
      'True accepts a broker certificate that was made out for another name.',
      'True akzeptiert ein Broker-Zertifikat, das auf einen anderen Namen ausgestellt ist.',
    ],
    caution: text(
      'True weakens the encryption; false cuts the charger off a broker whose certificate bears another name.',
      'True schwächt die Verschlüsselung; false trennt die Ladestation von einem Broker, dessen Zertifikat anders lautet.',
    ),
  }),
  key('mqg', 'rw', 'bool', 'Config', {
    title: ['MQTT: built-in certificates', 'MQTT: eingebaute Zertifikate'],
    about: [
      'Checks the broker against the certificate authorities built into the firmware rather than against msc.',
      'Prüft den Broker gegen die in der Firmware eingebauten Zertifizierungsstellen statt gegen msc.',
    ],
    caution: losesBroker,
  }),
  key('msc', 'rw', 'string', 'Config', {
    title: ['MQTT server certificate', 'MQTT-Server-Zertifikat'],
    about: [
      'Certificate against which an encrypted broker is checked, for brokers with a certificate of their own.',
      'Zertifikat, gegen das ein verschlüsselter Broker geprüft wird, für Broker mit eigenem Zertifikat.',
    ],
    caution: losesBroker,
  }),
  key('mqcc', 'rw', 'string', 'Config', {
    title: ['MQTT client certificate', 'MQTT-Client-Zertifikat'],
    about: [
      'Certificate with which the charger proves to the broker who it is; belongs to the key in mck.',
      'Zertifikat, mit dem sich die Ladestation beim Broker ausweist; gehört zum Schlüssel in mck.',
    ],
    caution: losesBroker,
  }),
  key('mck', 'rw', 'string', 'Config', {
    title: ['MQTT client key', 'MQTT-Client-Schlüssel'],
    about: ['Private key of the client certificate in mqcc.', 'Privater Schlüssel zum Client-Zertifikat in mqcc.'],
    secret: true,
    caution: losesBroker,
  }),
  key('mcs', 'r', 'bool', 'Status', {
    title: ['MQTT started', 'MQTT gestartet'],
    about: [
      'Whether the charger’s MQTT client is running; it may still be without a connection (mcc).',
      'Ob der MQTT-Client der Ladestation läuft; er kann trotzdem ohne Verbindung sein (mcc).',
    ],
  }),
  key('mcca', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['MQTT connected since', 'MQTT verbunden seit'],
    about: [
      'When the connection to the broker came about, in milliseconds since boot; rbt minus this value is how long it has stood. Null without one.',
      'Wann die Verbindung zum Broker zustande kam, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange sie steht. Null ohne Verbindung.',
    ],
  }),
  key('mlr', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Last MQTT error', 'Letzter MQTT-Fehler'],
    about: [
      'Technical text of the latest error; the place to look when the charger does not show up at the broker. Null if there was none.',
      'Technischer Text zum jüngsten Fehler; hier nachsehen, wenn die Ladestation am Broker nicht auftaucht. Null, wenn es keinen gab.',
    ],
  }),
  key('mlra', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Time of MQTT error', 'Zeitpunkt des MQTT-Fehlers'],
    about: [
      'When the latest MQTT error happened, in milliseconds since boot; rbt minus this value is how long ago.',
      'Wann der jüngste MQTT-Fehler auftrat, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange es her ist.',
    ],
  }),
]);
