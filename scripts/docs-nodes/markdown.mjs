/** Node help as Markdown: what the converter does not know is the `<dl>` of properties, and examples in `<pre>` alone. */
import TurndownService from 'turndown';

const turndown = new TurndownService({ emDelimiter: '*' });
const RULES = {
  h3: (text) => `\n\n## ${text}\n\n`,
  pre: (_text, { textContent }) => `\n\n\`\`\`js\n${textContent}\n\`\`\`\n\n`,
  li: (text, item) =>
    `${Array.from(item.parentNode.children).indexOf(item) + 1}. ${text.trim().replaceAll(/\n(?=.)/g, '\n   ')}\n`,
  // The type of a property is a span in its name.
  dt: (text, name) => {
    const type = name.querySelector('span')?.textContent ?? '';
    return `- **${text.slice(0, text.length - type.length).trim()}**${type && ` (${type})`}: `;
  },
  dd: (text) => `${text.trim()}\n`,
};
for (const [filter, replacement] of Object.entries(RULES)) turndown.addRule(filter, { filter, replacement });

export function markdownOf(html) {
  return turndown.turndown(html.replaceAll(/<\/?script[^>]*>/g, '')).trim();
}
