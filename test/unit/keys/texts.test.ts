/** Texts of the registry: they are the dropdowns, labels and tables of the product. */
import assert from 'node:assert/strict';
import { type KeyRow, keys } from '../../../lib/keys';
import { meanings, optionListsOf, wrong } from './meanings';

/** Product names and abbreviations are the same in both languages. */
const SAME_TITLE = ['ISO 15118', 'Modbus TCP'];
const SAME_LABEL =
  /^(WEP|WPA\d?( Enterprise)?|MID|PLL|ESP32(-\w\d)?|[QD](IO|OUT)|\d+ (MHz|MB|kW \(\d+ A\))|SDIO|Basic|Daily Trip|go-e Charger .+|Fronius Wattpilot)$/;
/** Car types have the same name in both languages. */
const CARS = 'ct';

const allTexts = (row: KeyRow) => [
  row.title,
  row.description,
  ...(row.caution ? [row.caution] : []),
  ...meanings(row).flatMap((meaning) => (meaning.fields ?? []).map((field) => field.title)),
  ...optionListsOf(row).flatMap((options) => options.map((option) => option.label)),
];

describe('The key registry speaks English and German:', () => {
  it('every key, field, option and caution has a text in both, tidily set', () => {
    const untidy = keys.flatMap((row) =>
      allTexts(row)
        .flatMap((text) => [text.en, text.de])
        .filter((text) => text.trim() === '' || text !== text.trim() || /\s\s|undefined|\[object/.test(text))
        .map((text) => `${row.name}: "${text}"`),
    );
    assert.deepEqual(untidy, []);
  });

  it('descriptions and cautions are sentences, titles are not', () => {
    assert.deepEqual(
      wrong(
        (row) =>
          ![row.description, row.caution].every(
            (text) => !text || (/[.!?)]$/.test(text.en) && /[.!?)]$/.test(text.de)),
          ),
      ),
      [],
    );
    assert.deepEqual(
      wrong((row) => /\.$/.test(row.title.en) || /\.$/.test(row.title.de)),
      [],
    );
  });

  it('titles fit into a dropdown', () => {
    assert.deepEqual(
      wrong((row) => row.title.en.length > 40 || row.title.de.length > 40),
      [],
    );
  });

  it('titles tell all keys apart', () => {
    for (const language of ['en', 'de'] as const) {
      const seen = new Map<string, string[]>();
      for (const row of keys) seen.set(row.title[language], [...(seen.get(row.title[language]) ?? []), row.name]);
      const shared = [...seen].filter(([, names]) => names.length > 1);
      assert.deepEqual(shared, [], language);
    }
  });

  it('German is not English, except for names of products and standards', () => {
    assert.deepEqual(
      wrong((row) => row.title.en === row.title.de && !SAME_TITLE.includes(row.title.en)),
      [],
    );
    assert.deepEqual(
      wrong(
        (row) =>
          row.description.en === row.description.de || (row.caution !== undefined && row.caution.en === row.caution.de),
      ),
      [],
    );
    const labels = keys
      .filter(({ name }) => name !== CARS)
      .flatMap((row) =>
        optionListsOf(row).flatMap((options) =>
          options
            .map(({ label }) => label)
            .filter(({ en, de }) => en === de && !SAME_LABEL.test(en))
            .map(({ en }) => `${row.name}: ${en}`),
        ),
      );
    assert.deepEqual(labels, []);
  });

  it('no language strays into the other', () => {
    const strays = keys.flatMap((row) => [
      ...allTexts(row)
        .filter(({ de }) => /\b(the|of|and|is|with|when|which)\b/.test(de))
        .map(({ de }) => `${row.name}: ${de}`),
      ...allTexts(row)
        .filter(({ en }) => /\b(der|und|nicht|wird|mit|wenn|oder|für)\b/.test(en))
        .map(({ en }) => `${row.name}: ${en}`),
    ]);
    assert.deepEqual(strays, []);
  });

  it('German has real umlauts', () => {
    const spelledOut = keys.flatMap((row) =>
      allTexts(row)
        .filter(({ de }) => /\b(fuer|ueber|koennen|laesst|waehrend|Geraet|Schluessel|moeglich|oeffne)/i.test(de))
        .map(({ de }) => `${row.name}: ${de}`),
    );
    assert.deepEqual(spelledOut, []);
  });
});
