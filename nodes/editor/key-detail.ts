/** Description of one name beside the list: its meaning, whether it can be set, its options, its value now. */
import { createElement } from './element';
import type { LiveValues } from './live';
import type { Choice, Language } from './registry';
import type { Texts } from './texts';

export interface KeyDetailSource {
  live: LiveValues | undefined;
  valueText(name: string): string | undefined;
  isMissing(choice: Choice): boolean;
}

export function keyDetail(
  texts: Texts,
  language: Language,
  { live, valueText, isMissing }: KeyDetailSource,
): { element: HTMLElement; show(choice: Choice | undefined): void; refresh(): void } {
  const element = createElement('div', 'goe-detail');
  let shown: Choice | undefined;
  let before = '';

  const show = (choice: Choice | undefined) => {
    shown = choice;
    const content = choice ? detailOf(choice) : [createElement('div', 'goe-detail-idle', idleText())];
    const now = content.map((each) => each.outerHTML).join('');
    if (now === before) return;
    before = now;
    element.replaceChildren(...content);
    element.scrollTop = 0;
  };

  const idleText = () => `${texts(`live.${live?.availability?.state ?? 'none'}`)} ${texts('keyboard')}`;

  const detailOf = (choice: Choice): HTMLElement[] => {
    const value = valueText(choice.name);
    const head = createElement('div', 'goe-detail-head');
    head.append(createElement('code', '', choice.name), createElement('span', 'goe-detail-access', accessText(choice)));
    if (value !== undefined) head.append(createElement('span', 'goe-detail-now goe-live', texts('now', { value })));
    const content = [head];
    if (isMissing(choice)) content.push(createElement('div', 'goe-detail-missing', texts('notThereLong')));
    content.push(createElement('div', 'goe-detail-about', choice.about));
    if (choice.options.length > 0) {
      const present = live?.get(choice.name);
      const options = createElement(
        'div',
        'goe-detail-options',
        `${texts('options', { count: choice.options.length })} `,
      );
      for (const { value: each, label } of choice.options)
        options.append(
          createElement('span', each === present ? 'goe-option goe-live' : 'goe-option', `${each} ${label[language]}`),
          document.createTextNode(' '),
        );
      content.push(options);
    }
    return content;
  };

  const accessText = ({ access, unit, categories }: Choice) =>
    [texts(`access.${access}`), unit, ...categories.map((name) => texts(`category.${name}`))]
      .filter((text) => text !== '')
      .join(' · ');

  show(undefined);
  return { element, show, refresh: () => show(shown) };
}
