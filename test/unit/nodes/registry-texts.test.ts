import assert from 'node:assert/strict';
import { keys } from '../../../lib/keys';
import { choicesOf, giveDescriptions, search } from '../../../nodes/editor/registry';
import { descriptionsIn, inLanguage, languageOf } from '../../../nodes/editor/registry-texts';

/** A catalogue as the editor asks it: an entry that is not there comes back as its own path. */
function catalogue(entries: Record<string, string>) {
  return (asked: string) => entries[asked.slice(asked.indexOf(':') + 1)] ?? asked;
}

const english = Object.fromEntries(keys.map(({ name, description }) => [name, description.en]));

describe('The keys in the editor', () => {
  it('are in the language of the catalogue that Node-RED found, and English without one', () => {
    assert.equal(languageOf(catalogue({ language: 'de' })), 'de');
    assert.equal(languageOf(catalogue({})), 'en');
    assert.equal(inLanguage(keys, 'de', catalogue({})), keys);
  });

  it('are in another language as far as its catalogue has them, and English where it has nothing', () => {
    const texts = catalogue({
      language: 'fr',
      'keys.car.title': 'État du véhicule',
      'keys.car.about': 'Ce que fait le véhicule',
      'keys.car.options.2': 'En charge',
      'keys.nrg.powerTotal.title': 'Puissance totale',
    });
    const language = languageOf(texts);
    const choices = choicesOf(inLanguage(keys, language, texts), language);
    giveDescriptions(choices, descriptionsIn(english, language, texts));
    const of = (name: string) => choices.find((choice) => choice.name === name)!;
    assert.equal(of('car').title, 'État du véhicule');
    assert.equal(of('car').about, 'Ce que fait le véhicule');
    const labels = new Map(of('car').options.map(({ value, label }) => [value, label[language]]));
    assert.equal(labels.get(2), 'En charge');
    assert.equal(labels.get(1), 'No car');
    assert.equal(of('nrg.powerTotal').title, 'Puissance totale');
    assert.equal(of('amp').title, 'Charging current');
    assert.equal(of('amp').about, english.amp);
    assert.equal(search(choices, 'puissance')[0]?.name, 'nrg.powerTotal');
    assert.ok(search(choices, 'car state').some(({ name }) => name === 'car'));
  });

  it('keep the registry as it is', () => {
    const before = JSON.stringify(keys);
    inLanguage(keys, languageOf(catalogue({ language: 'fr' })), () => 'texte');
    assert.equal(JSON.stringify(keys), before);
  });
});
