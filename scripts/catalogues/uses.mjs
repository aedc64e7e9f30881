/** Which entries of a catalogue the sources use, found without running them: literals, templates, and attributes of forms. */
import { readFileSync } from 'node:fs';
import { formOf } from '../settings.mjs';

const LITERAL = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"/g;
const TEMPLATE = /`((?:[^`\\]|\\.)*)`/g;
/** Where an entry is asked for: the plugin's and the dialogs' functions for texts, and a node's own. */
const CALL = /(?:(?<![.\w])texts?|\b(?:this|node)\._)\(\s*'([^']*)'/g;
const TEMPLATE_CALL = /(?:(?<![.\w])texts?|\b(?:this|node)\._)\(\s*`([^`]*)`/g;
const ATTRIBUTE = /data-i18n="([^"]+)"/g;
/** Where a status is made: its text is an entry itself. */
const STATUS = [
  /\bsay\(([^()]*)\)/g,
  /\bwaiting\(([^()]*)\)/g,
  /\brefuse\(\s*node,\s*('[^']*')/g,
  /new MessageError\(\s*('[^']*')/g,
  /shape: '\w+', text: ('[^']*')/g,
];

/** @param files source files of a catalogue's own @param words more files whose literals may end an entry's path */
export function usesIn(files, words) {
  const sources = files.map(sourceOf);
  const all = sources.join('\n');
  const known = new Set(files.concat(words).flatMap((file) => wordsOf(readFileSync(file, 'utf8'))));
  const literals = new Set([...all.matchAll(LITERAL)].map(([, one, other]) => one ?? other));
  for (const [, value] of all.matchAll(ATTRIBUTE)) for (const entry of attributeEntries(value)) literals.add(entry);
  const askedTemplates = [...all.matchAll(TEMPLATE_CALL)].map(([, template]) => patternOf(template)).filter(Boolean);
  const templates = [...all.matchAll(TEMPLATE)].map(([, template]) => patternOf(template)).filter(Boolean);
  templates.push(...askedTemplates);
  return {
    /** Entries and patterns that are asked for, as far as they are written in one place. */
    asked: [
      ...[...all.matchAll(CALL)].map(([, entry]) => entry),
      ...[...all.matchAll(ATTRIBUTE)].flatMap(([, value]) => attributeEntries(value)),
      ...askedTemplates,
    ],
    uses: (entry) =>
      literals.has(entry) ||
      templates.some((pattern) => {
        const [, ...parts] = pattern.exec(entry) ?? [undefined];
        return (
          parts.length > 0 &&
          parts.every((part) => /^\d+$/.test(part) || known.has(part) || known.has(part.replace(/\d+$/, '')))
        );
      }),
  };
}

/** A form with the rows that the build puts into it. */
function sourceOf(file) {
  const [, root, type] = /^(.*)[\\/]nodes[\\/]([\w-]+)[\\/]form\.html$/.exec(file) ?? [];
  return type ? formOf(root, type) : readFileSync(file, 'utf8');
}

/** Texts that a node of these runtime files can show under itself. */
export function statusesIn(files) {
  const all = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const made = STATUS.flatMap((pattern) => [...all.matchAll(pattern)].map(([, code]) => code)).join('\n');
  return [...new Set([...made.matchAll(LITERAL)].map(([, text]) => text))];
}

/** `[placeholder]goe-set.label.name;goe-set.label.key`: the entries of an attribute. */
function attributeEntries(value) {
  return value.split(';').map((part) => part.replace(/^\[\w+\]/, '').trim());
}

/** A template as a pattern whose groups are what is put in; nothing where it names no part of a path itself. */
function patternOf(template) {
  const parts = template.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/);
  if (parts.length < 2 || !parts.some((part) => /\w\.|\.\w/.test(part)) || /[^\w.-]/.test(parts.join('')))
    return undefined;
  return new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('([\\w-]+)')}$`);
}

/** What can be put in: literals, and names of properties. */
function wordsOf(source) {
  const literals = [...source.matchAll(LITERAL)].map(([, one, other]) => one ?? other);
  return [...literals, ...[...source.matchAll(/\b(\w+)\??:/g)].map(([, name]) => name)];
}
