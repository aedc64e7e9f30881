/** RFID cards: up to ten places, counted from 0 by the API and from 1 by the app and by `trx`. */
import { group, text } from '../define';
import type { Field } from '../row';

const PLACES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const cardFields: Field[] = PLACES.map((place) => ({
  name: `card${place + 1}`,
  at: place,
  type: 'object',
  title: text(`Card ${place + 1}`, `Karte ${place + 1}`),
}));

const cardParts: readonly Field[] = [
  { name: 'name', at: 'name', type: 'string', title: text('Name', 'Bezeichnung') },
  { name: 'energy', at: 'energy', type: 'float', unit: 'Wh', limits: { min: 0 }, title: text('Energy', 'Energie') },
  { name: 'rfid', at: 'rfid', type: 'string', title: text('Serial number', 'Seriennummer') },
];

export const cards = group('cards', (key) => [
  key('lrc', 'r', 'int', 'Status', {
    nullable: true,
    title: ['Last card read', 'Zuletzt gelesene Karte'],
    about: [
      'Place of the card last held to the charger, 0 to 9; null if there was none since boot.',
      'Platz der zuletzt vorgehaltenen Karte, 0 bis 9; null, wenn es seit dem Start keine gab.',
    ],
  }),
  key('lri', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Last card’s serial number', 'Seriennummer der letzten Karte'],
    about: [
      'Serial number of the RFID card last held to the charger, unknown cards included. Null unless rde is on.',
      'Seriennummer der zuletzt vorgehaltenen RFID-Karte, auch einer unbekannten. Null, wenn rde nicht eingeschaltet ist.',
    ],
  }),
  key('lrr', 'r', 'int', 'Status', {
    nullable: true,
    unit: 'ms',
    title: ['Time of last card', 'Zeitpunkt der letzten Karte'],
    about: [
      'When a card was last read, in milliseconds since boot; rbt minus this value is how long ago. Changes with every reading, even of the same card.',
      'Wann zuletzt eine Karte gelesen wurde, in Millisekunden seit dem Start; rbt minus dieser Wert ergibt, wie lange es her ist. Ändert sich bei jedem Lesen, auch derselben Karte.',
    ],
  }),
  key('tsi', 'r', 'string', 'Status', {
    nullable: true,
    title: ['Session card’s serial number', 'Seriennummer der Ladekarte'],
    about: [
      'Serial number of the RFID card that started the running charge. Null without a card, or unless rde is on.',
      'Seriennummer der RFID-Karte, mit der der laufende Ladevorgang begonnen wurde. Null ohne Karte oder wenn rde nicht eingeschaltet ist.',
    ],
  }),
  key('rde', 'rw', 'bool', 'Config', {
    title: ['Report card serial numbers', 'Kartennummern melden'],
    about: [
      'Sends the serial numbers of cards read (lri, tsi) to cloud, API and MQTT. Whoever knows such a number might copy the card.',
      'Sendet die Seriennummern gelesener Karten (lri, tsi) an Cloud, API und MQTT. Wer eine solche Nummer kennt, könnte die Karte nachmachen.',
    ],
  }),
  key('lrn', 'w', 'int', 'Other', {
    title: ['Learn last card', 'Letzte Karte anlernen'],
    about: [
      'Writing 0 to 9 gives that place to the card last held to the charger; 0 is card 1.',
      'Das Schreiben von 0 bis 9 vergibt diesen Platz an die zuletzt vorgehaltene Karte; 0 ist Karte 1.',
    ],
    limits: { min: 0, max: 9 },
    echo: false,
    versions: [{ since: '59.4', category: 'Config' }],
    caution: text(
      'A card that had this place before no longer works.',
      'Eine Karte, die diesen Platz vorher hatte, funktioniert danach nicht mehr.',
    ),
  }),
  key('del', 'w', 'int', 'Other', {
    title: ['Delete card', 'Karte löschen'],
    about: [
      'Writing 0 to 9 empties that place: name, counted energy and the card itself; 0 is card 1.',
      'Das Schreiben von 0 bis 9 leert diesen Platz: Name, gezählte Energie und die Karte selbst; 0 ist Karte 1.',
    ],
    limits: { min: 0, max: 9 },
    echo: false,
    caution: text(
      'The card no longer works, and its name and energy are gone for good.',
      'Die Karte funktioniert nicht mehr, ihr Name und ihre Energie sind endgültig weg.',
    ),
  }),
  key('cards', 'rw', 'array', 'Config', {
    title: ['All cards', 'Alle Karten'],
    about: [
      'Ten entries with name, energy in Wh and whether a card is learnt (cardId). When written, an empty object {} leaves that place as it is, and rfid sets the card. Replaced by c0n to c9i in firmware 60.0, yet some chargers send both.',
      'Zehn Einträge mit Name, Energie in Wh und ob eine Karte angelernt ist (cardId). Beim Schreiben lässt ein leeres Objekt {} den Platz unverändert, und rfid setzt die Karte. Ab Firmware 60.0 durch c0n bis c9i ersetzt, manche Ladestationen senden aber beides.',
    ],
    fields: cardFields,
    limits: { maxItems: 10, items: { type: 'object', fields: cardParts, limits: { otherNames: true } } },
    echo: false,
    caution: text(
      'Can put another card in a place and overwrite counted energy.',
      'Kann eine andere Karte auf einen Platz setzen und gezählte Energie überschreiben.',
    ),
  }),
  ...PLACES.flatMap((place) => {
    const number = place + 1;
    return [
      key(`c${place}n`, 'rw', 'string', 'Config', {
        since: '60.0',
        title: [`Card ${number}: name`, `Karte ${number}: Name`],
        about: [
          `Name of RFID card ${number}, which is ${number} in trx too; an unused place says n/a.`,
          `Name der RFID-Karte ${number}, die auch in trx die ${number} ist; ein unbenutzter Platz heißt n/a.`,
        ],
      }),
      key(`c${place}e`, 'rw', 'int', 'Config', {
        since: '60.0',
        unit: 'Wh',
        title: [`Card ${number}: energy`, `Karte ${number}: Energie`],
        about: [
          `Energy charged with RFID card ${number} so far. Writing 0 resets it.`,
          `Bisher mit RFID-Karte ${number} geladene Energie. 0 zu schreiben beginnt die Zählung neu.`,
        ],
        limits: { min: 0 },
      }),
      key(`c${place}i`, 'rw', 'bool', 'Config', {
        since: '60.0',
        title: [`Card ${number}: learnt`, `Karte ${number}: angelernt`],
        about: [
          `Whether RFID card ${number} is learnt. It reads as true or false, but what is written is the card’s serial number as text.`,
          `Ob RFID-Karte ${number} angelernt ist. Gelesen wird true oder false, geschrieben dagegen die Seriennummer der Karte als Text.`,
        ],
        limits: { as: 'string' },
        echo: false,
        caution: text(
          'A card that had this place before no longer works.',
          'Eine Karte, die diesen Platz vorher hatte, funktioniert danach nicht mehr.',
        ),
      }),
    ];
  }),
]);
