/** Shows the message a node will send while one edits it. */
import type { Preview, PreviewOptions } from './api';
import type { ExampleMessage, ExampleValues } from './example-values';
import { jsonParts, jsonText } from './json-text';
import { part } from './listbox';
import type { Texts } from './texts';

export interface PreviewContext {
  texts: Texts;
  /** The name of the charger that the values come from. */
  chargerName(): string;
  /** Values for the examples, as of now. */
  values(): ExampleValues;
}

/** Folded or not is kept while the editor is open. */
let isOpen = true;

export function preview(
  container: HTMLElement,
  { texts, chargerName, values }: PreviewContext,
  { live, nothing, titleOf = (topic) => topic, ...options }: PreviewOptions,
): Preview {
  const details = part('details', 'goe-preview');
  details.open = isOpen;
  const summary = part('summary', 'goe-preview-head');
  const source = part('span', 'goe-preview-source');
  summary.append(part('span', 'goe-preview-title', texts('preview.title')), source);
  const which = part('select', 'goe-preview-which', '', { 'aria-label': texts('preview.which') });
  const copy = part('button', 'red-ui-button red-ui-button-small goe-preview-copy', '', {
    type: 'button',
    title: texts('preview.copy'),
    'aria-label': texts('preview.copy'),
  });
  copy.append(part('i', 'fa fa-clipboard'));
  const bar = part('div', 'goe-preview-bar');
  bar.append(which, copy);
  const text = part('pre', 'goe-preview-message', '', { tabindex: '0', 'aria-label': texts('preview.title') });
  details.append(summary, bar, text);
  container.append(details);

  let examples: readonly ExampleMessage[] = [];
  let wanted = '';
  let whole = '';

  const idOf = ({ output, topic }: ExampleMessage) => `${output} ${topic}`;

  const refresh = (topic?: string) => {
    examples = options.examples(values());
    const about = topic === undefined ? undefined : examples.find((each) => each.topic === topic);
    if (about) wanted = idOf(about);
    const example = examples.find((each) => idOf(each) === wanted) ?? examples[0];
    wanted = example ? idOf(example) : '';
    showChoice();
    showMessage(example);
  };

  const showChoice = () => {
    which.hidden = examples.length < 2;
    const ids = examples.map(idOf);
    if ([...which.options].map(({ value }) => value).join('\n') !== ids.join('\n'))
      which.replaceChildren(
        ...examples.map((each) =>
          part('option', '', texts('preview.output', { output: each.output, topic: titleOf(each.topic) }), {
            value: idOf(each),
          }),
        ),
      );
    which.value = wanted;
  };

  const showMessage = (example: ExampleMessage | undefined) => {
    copy.hidden = example === undefined;
    source.textContent = example
      ? texts(example.isMadeUp ? 'preview.madeUp' : 'preview.live', { name: chargerName() })
      : '';
    const next = example ? jsonText(example.message) : nothing();
    const begun = example?.isCut ? withDots(next) : next;
    text.classList.toggle('goe-preview-nothing', example === undefined);
    if (begun === whole) return;
    whole = begun;
    text.replaceChildren(
      ...(example
        ? jsonParts(begun).map((each) => part('span', `goe-json-${each.kind}`, each.text))
        : [document.createTextNode(begun)]),
    );
  };

  which.addEventListener('change', () => {
    wanted = which.value;
    refresh();
  });
  copy.addEventListener('click', () => {
    // The published types ask for an element; what is read from it are jQuery's functions.
    RED.clipboard.copyText(whole, $(copy) as unknown as HTMLElement, texts('preview.copied'));
  });
  details.addEventListener('toggle', () => {
    isOpen = details.open;
  });
  const stop = live.subscribe(() => {
    // A dialog that was closed another way.
    if (container.isConnected) refresh();
    else stop();
  });
  refresh();
  return { refresh, close: stop };
}

/** The payload goes on: that is said before its closing brace. */
function withDots(json: string): string {
  const end = json.lastIndexOf('\n  }');
  return end < 0 ? json : `${json.slice(0, end)},\n    …${json.slice(end)}`;
}
