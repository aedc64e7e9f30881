/** Node help as Markdown: only what our help texts are made of. */
const TOKEN = /<(\/?)(\w+)([^>]*)>|([^<]+)/g;
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&nbsp;': ' ' };

/** @param headings level of an `<h3>` */
export function markdownOf(html, headings = '##') {
  return blocks(treeOf(html), '', headings)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

function treeOf(html) {
  const top = { tag: 'top', children: [] };
  const open = [top];
  for (const [, closing, tag, attributes, text] of html.matchAll(TOKEN)) {
    if (text !== undefined) open.at(-1).children.push(text);
    else if (closing) {
      if (open.pop().tag !== tag) throw new Error(`</${tag}> closes nothing`);
    } else {
      const element = { tag, attributes, children: [] };
      open.at(-1).children.push(element);
      open.push(element);
    }
  }
  if (open.length > 1) throw new Error(`<${open.at(-1).tag}> is not closed`);
  return top;
}

function blocks({ children }, indent, headings) {
  let result = '';
  let line = [];
  let numbered = 0;
  const flush = () => {
    const text = inline(line);
    line = [];
    if (text !== '') result += `${indent}${text}\n`;
  };
  for (const child of children) {
    const block = typeof child === 'string' ? undefined : BLOCKS[child.tag];
    if (!block) {
      line.push(child);
      continue;
    }
    flush();
    if (child.tag === 'li') numbered += 1;
    result += block(child, indent, headings, numbered);
  }
  flush();
  return result;
}

const BLOCKS = {
  script: (element, indent, headings) => blocks(element, indent, headings),
  h3: ({ children }, _indent, headings) => `\n${headings} ${inline(children)}\n\n`,
  p: ({ children }, indent) => `\n${indent}${inline(children)}\n\n`,
  pre: ({ children }, indent) =>
    `\n${indent}\`\`\`js\n${plain(children).replaceAll(/^/gm, indent)}\n${indent}\`\`\`\n\n`,
  ol: (element, indent, headings) => `\n${blocks(element, indent, headings)}\n`,
  ul: (element, indent, headings) => `\n${blocks(element, indent, headings)}\n`,
  dl: (element, indent, headings) => `\n${blocks(element, indent, headings)}\n`,
  li(element, indent, headings, numbered) {
    const inner = blocks(element, `${indent}   `, headings).trim();
    return `${indent}${numbered}. ${inner}\n`;
  },
  dt: ({ children }, indent) => `${indent}- **${inline(children.filter(isNoType))}**${typeOf(children)}: `,
  dd: ({ children }) => `${inline(children)}\n`,
};

const isType = (child) => typeof child !== 'string' && child.tag === 'span';
const isNoType = (child) => !isType(child);

function typeOf(children) {
  const type = inline(children.filter(isType));
  return type === '' ? '' : ` (${type})`;
}

function inline(children) {
  return children
    .map((child) => {
      if (typeof child === 'string') return decoded(child).replaceAll(/\s+/g, ' ').replaceAll('*', '\\*');
      const text = inline(child.children);
      switch (child.tag) {
        case 'code':
          return `\`${plain(child.children)}\``;
        case 'b':
          return `**${text}**`;
        case 'i':
          return `*${text}*`;
        case 'a':
          return `[${text}](${/href="([^"]*)"/.exec(child.attributes)?.[1]})`;
        default:
          return text;
      }
    })
    .join('')
    .trim();
}

function plain(children) {
  return decoded(children.map((child) => (typeof child === 'string' ? child : plain(child.children))).join(''));
}

function decoded(text) {
  return text.replaceAll(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity);
}
