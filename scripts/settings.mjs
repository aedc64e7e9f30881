/**
 * Forms, definitions and texts made of a node's settings table (`nodes/<type>/settings.ts`, as it is compiled): the build puts
 * them into the node's HTML, the documentation and the catalogue checks read the same.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/** @returns the rows of a node's table, each with whether its unit is a symbol; none for a node without a table */
export function settingsOf(root, type) {
  const folder = join(root, 'dist', 'nodes');
  const compiled = join(folder, type, 'settings.js');
  if (!existsSync(compiled)) return [];
  const { isSymbol } = require(join(folder, 'runtime', 'settings.js'));
  return require(compiled).SETTINGS.map((setting) => ({ ...setting, isSymbol: isSymbol(setting.unit) }));
}

/** A node's `form.html` with a row for each setting where a comment asks for them: of all parts, or of one. */
export function formOf(root, type) {
  const form = readFileSync(join(root, 'nodes', type, 'form.html'), 'utf8');
  const settings = settingsOf(root, type);
  const [, prefix = 'node-input'] = /data-prefix="([\w-]+)"/.exec(form) ?? [];
  return form.replaceAll(/^( *)<!-- settings(?: (\w+))? -->$/gm, (_comment, indent, part) => {
    const parts = part ? [part] : [...new Set(settings.map(({ section }) => section))];
    const html = parts.map((name, at) => {
      const rows = settings.filter(({ section }) => section === name).map((setting) => row(setting, type, prefix));
      // A setting asked for alone, and the first section, need no heading.
      const heading = part || at === 0 ? [] : [`<h4 data-i18n="${type}.heading.${name}"></h4>`];
      return [`<div data-section="${name}">`, ...[...heading, ...rows].map((line) => indented(line, '  ')), '</div>'];
    });
    return indented(html.flat().join('\n'), indent);
  });
}

function row(setting, type, prefix) {
  const { name, kind, note } = setting;
  const lines = kind === 'choice' && setting.cards ? cards(setting, type, prefix) : [plain(setting, type, prefix)];
  if (note === 'text') lines.push(`<div class="goe-note" data-i18n="${type}.note.${name}"></div>`);
  if (note === 'script') lines.push(`<div class="goe-note" data-note="${name}"></div>`);
  return [`<div data-setting="${name}">`, ...lines.map((line) => indented(line, '  ')), '</div>'].join('\n');
}

function plain(setting, type, prefix) {
  const { name, kind, icon } = setting;
  const id = `${prefix}-${name}`;
  const label = `<span data-i18n="${type}.label.${name}"></span>`;
  if (kind === 'flag')
    return `<div class="form-row"><label class="goe-check"><input type="checkbox" id="${id}">${label}</label></div>`;
  const head = `<label for="${id}"><i class="fa fa-${icon}"></i> ${label}</label>`;
  return `<div class="form-row">\n  ${head}\n${indented(box(setting, type, id), '  ')}\n</div>`;
}

function box(setting, type, id) {
  const { name, kind } = setting;
  switch (kind) {
    case 'choice': {
      const options = setting.choices.map((choice) => option(choice, `${type}.${name}.${choice}`));
      return [`<select id="${id}">`, ...options.map((line) => `  ${line}`), '</select>'].join('\n');
    }
    case 'number': {
      const usual = typeof setting.default === 'number' ? String(setting.default) : setting.placeholder;
      // Text, because an environment variable may stand there.
      const input = `<input type="text" id="${id}" inputmode="decimal"${placeholder(usual, type, name)} autocomplete="off">`;
      return [input, ...unitOf(setting, type)].join(' ');
    }
    case 'node':
      // Node-RED makes a list of it, and takes its width from here.
      return `<input type="text" id="${id}" style="width: calc(100% - var(--goe-label) - 10px)">`;
    default: {
      const isPassword = setting.credential === 'password';
      const kindOfBox = isPassword ? 'type="password"' : 'type="text"';
      const complete = isPassword ? 'new-password' : 'off';
      return `<input ${kindOfBox} id="${id}"${placeholder(setting.placeholder, type, name)} autocomplete="${complete}">`;
    }
  }
}

function unitOf({ unit, isSymbol }, type) {
  if (unit === undefined) return [];
  return [
    isSymbol
      ? `<span class="goe-unit">${unit}</span>`
      : `<span class="goe-unit" data-i18n="${type}.unit.${unit}"></span>`,
  ];
}

const option = (value, entry) => `<option value="${value}" data-i18n="${entry}"></option>`;

function placeholder(text, type, name) {
  if (text === undefined) return '';
  return text === true ? ` data-i18n="[placeholder]${type}.placeholder.${name}"` : ` placeholder="${text}"`;
}

/** Cards stand for a hidden box, which is what Node-RED loads and saves. */
function cards({ name, icon, choices, cards: icons }, type, prefix) {
  const label = `${type}-${name}-label`;
  return [
    `<div class="form-row goe-cards" role="radiogroup" aria-labelledby="${label}">`,
    `  <div class="goe-cards-label" id="${label}"><i class="fa fa-${icon}"></i> <span data-i18n="${type}.label.${name}"></span></div>`,
    `  <input type="hidden" id="${prefix}-${name}">`,
    ...choices.flatMap((choice) => [
      '  <label class="goe-card">',
      `    <input type="radio" name="${type}-${name}" value="${choice}">`,
      `    <i class="fa fa-${icons[choice]}" aria-hidden="true"></i>`,
      `    <span class="goe-card-title" data-i18n="${type}.${name}.${choice}"></span>`,
      `    <span class="goe-card-line" data-i18n="${type}.card.${choice}"></span>`,
      '  </label>',
    ]),
    '</div>',
  ];
}

function indented(text, indent) {
  return text.replaceAll(/^(?=.)/gm, indent);
}

/**
 * A dialog's script with the names of its defaults and credentials written in place: Node-RED's scorecard reads them without
 * running it.
 */
export function withNamesInPlace(script, settings) {
  const names = {
    credentials: settings.filter(isCredential),
    defaults: settings.filter((each) => !isCredential(each)),
  };
  return script.replaceAll(/\b(defaults|credentials): (\w+\.\1)\b/g, (_found, part, from) => {
    const own = names[part].map(({ name }) => name).concat(part === 'defaults' ? ['schema'] : []);
    return `${part}: { ${own.map((name) => `${name}: ${from}.${name}`).join(', ')} }`;
  });
}

export function isCredential(setting) {
  return 'credential' in setting;
}

/**
 * A help or a catalogue with what it says of settings put in: `__label.minCurrent__` is the label of that setting,
 * `__default.timeout__` its default, `__default.pollInterval.cloud__` one of several, `__max.minCurrent__` a bound.
 * @param catalogue of the same language
 */
export function withSettings(text, settings, catalogue, where) {
  return text.replaceAll(/__(label|default|min|max)\.(\w+)(?:\.([\w-]+))?__/g, (asked, fact, name, which) => {
    const setting = settings.find((each) => each.name === name);
    const value = fact === 'label' ? catalogue.label?.[name] : setting?.[fact];
    const found = which === undefined ? value : value?.values?.[which];
    if (!setting || !['string', 'number'].includes(typeof found))
      throw new Error(`${where}: nothing is known of ${asked}`);
    return String(found);
  });
}
