/** Finding an option of an enumeration by what people call it. */
import type { Option } from './row';

/** Letters and digits in lower case: `Wait for car`, `WaitForCar` and `wait-for-car` are the same label. */
function plain(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The option a text means: the vendor's name, or the label in any language. */
export function optionByLabel(options: readonly Option[], text: string): Option | undefined {
  const wanted = plain(text);
  if (wanted === '') return undefined;
  return (
    options.find((option) => plain(option.name) === wanted) ??
    options.find((option) => Object.values(option.label).some((label) => plain(label) === wanted)) ??
    options.find((option) => option.also?.some((name) => plain(name) === wanted))
  );
}
