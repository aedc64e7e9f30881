/** Settings tables of nodes as Markdown: label, property, default, values, and when a setting applies. */
import { isCredential } from '../settings.mjs';

const TEXTS = {
  'en-US': {
    columns: ['in the dialog', 'property', 'default', 'values', 'only while'],
    yes: 'yes',
    no: 'no',
    range: (min, max) => `${min} to ${max}`,
    moreThan: (min, max) => `more than ${min}, at most ${max}`,
    whole: 'whole',
    credential: 'credential',
    filled: 'is filled in',
    empty: 'is empty',
    or: 'or',
  },
  de: {
    columns: ['im Dialog', 'Eigenschaft', 'Standard', 'Werte', 'nur solange'],
    yes: 'ja',
    no: 'nein',
    range: (min, max) => `${min} bis ${max}`,
    moreThan: (min, max) => `mehr als ${min}, höchstens ${max}`,
    whole: 'ganz',
    credential: 'Zugangsdaten',
    filled: 'ausgefüllt ist',
    empty: 'leer ist',
    or: 'oder',
  },
};

/** @param texts of the node's catalogue in this language */
export function settingsTable(settings, texts, language) {
  const own = TEXTS[language] ?? TEXTS['en-US'];
  const rows = settings.map((setting) => [
    texts.label[setting.name],
    `\`${setting.name}\``,
    usual(setting, own),
    values(setting, texts, own),
    conditions(setting, own),
  ]);
  const lines = [own.columns, own.columns.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');
}

function usual({ kind, default: value, initial }, own) {
  if (kind === 'flag') return value ? own.yes : own.no;
  if (kind === 'choice') return `\`${value}\``;
  if (kind !== 'number') return '';
  if (typeof value !== 'object') return String(value ?? initial ?? '');
  return Object.entries(value.values)
    .map(([by, number]) => `${number} (\`${by}\`)`)
    .join(', ');
}

function values(setting, texts, own) {
  if (isCredential(setting)) return own.credential;
  const { name, kind, choices, min, moreThan, max, whole, unit, isSymbol } = setting;
  if (kind === 'choice') return choices.map((choice) => `\`${choice}\` ${texts[name][choice]}`).join('<br>');
  if (kind === 'node') return `\`${setting.nodeType}\``;
  if (kind !== 'number') return '';
  const range = moreThan === undefined ? own.range(min, max) : own.moreThan(moreThan, max);
  const shown = unit === undefined ? [] : [isSymbol ? unit : texts.unit[unit]];
  return [range, ...shown].join(' ') + (whole ? `, ${own.whole}` : '');
}

function conditions({ when = {} }, own) {
  return Object.entries(when)
    .map(([name, wanted]) => {
      if (wanted === 'filled') return `\`${name}\` ${own.filled}`;
      if (wanted.length === 1 && wanted[0] === '') return `\`${name}\` ${own.empty}`;
      return `\`${name}\` = ${wanted.map((value) => `\`${value}\``).join(` ${own.or} `)}`;
    })
    .join(', ');
}
