/** Preview of the messages a node will send, in its dialog. */
import type { Preview, PreviewOptions } from './api';
import { createElement } from './element';
import type { ExampleMessage, ExampleValues } from './example-values';
import { jsonParts, jsonText } from './json-text';
import type { Texts } from './texts';

export interface PreviewContext {
  texts: Texts;
  /** The name of the charger that the values come from. */
  chargerName(): string;
  /** Values for the examples, as of now. */
  values(): ExampleValues;
}

/** Kept while the editor is open, for all dialogs. */
let isOpen = true;

export function preview(
  container: HTMLElement,
  { texts, chargerName, values }: PreviewContext,
  { live, nothing, titleOf = (topic) => topic, ...options }: PreviewOptions,
): Preview {
  const { details, source, which, copy, message } = createPreviewElements(texts);
  details.open = isOpen;
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
          createElement('option', '', texts('preview.output', { output: each.output, topic: titleOf(each.topic) }), {
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
    message.classList.toggle('goe-preview-nothing', example === undefined);
    if (begun === whole) return;
    whole = begun;
    message.replaceChildren(
      ...(example
        ? jsonParts(begun).map((each) => createElement('span', `goe-json-${each.kind}`, each.text))
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

function createPreviewElements(texts: Texts) {
  const details = createElement('details', 'goe-preview');
  const summary = createElement('summary', 'goe-preview-head');
  const source = createElement('span', 'goe-preview-source');
  summary.append(createElement('span', 'goe-preview-title', texts('preview.title')), source);
  const which = createElement('select', 'goe-preview-which', '', { 'aria-label': texts('preview.which') });
  const copyLabel = texts('preview.copy');
  const copy = createElement('button', 'red-ui-button red-ui-button-small goe-preview-copy', '', {
    type: 'button',
    title: copyLabel,
    'aria-label': copyLabel,
  });
  copy.append(createElement('i', 'fa fa-clipboard'));
  const bar = createElement('div', 'goe-preview-bar');
  bar.append(which, copy);
  const label = texts('preview.title');
  const message = createElement('pre', 'goe-preview-message', '', { tabindex: '0', 'aria-label': label });
  details.append(summary, bar, message);
  return { details, source, which, copy, message };
}

/** Dots before the closing brace of a payload that goes on. */
function withDots(json: string): string {
  const end = json.lastIndexOf('\n  }');
  return end < 0 ? json : `${json.slice(0, end)},\n    …${json.slice(end)}`;
}
