/** Search for an option of an enumeration by its name or label. */
import type { Option } from './row';

/** Only letters and digits, in lower case: `Wait for car`, `WaitForCar` and `wait-for-car` are equal. */
function normalized(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The option that a text means: by the vendor's name, the label in any language, or its name in other firmware. */
export function optionByLabel(options: readonly Option[], text: string): Option | undefined {
  const wanted = normalized(text);
  if (wanted === '') return undefined;
  return (
    options.find((option) => normalized(option.name) === wanted) ??
    options.find((option) => Object.values(option.label).some((label) => normalized(label) === wanted)) ??
    options.find((option) => option.also?.some((name) => normalized(name) === wanted))
  );
}
