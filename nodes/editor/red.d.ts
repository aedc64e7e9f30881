/**
 * Node-RED's editor as our dialogs use it. The published types are older than Node-RED 3: they know no messages from
 * validators and no `getPlugin`.
 */
import type { EditorRED } from 'node-red';

declare global {
  interface EditorNode {
    readonly id: string;
    readonly type: string;
    name: string;
    /** A text from the catalogue of the node's type. */
    _(key: string, values?: Record<string, unknown>): string;
  }

  /** Node-RED takes a message for "not valid" only from a function declared with exactly two parameters. */
  type Validator<Props> = (this: Props & EditorNode, value: never, options: unknown) => boolean | string;

  interface EditorDefinition<Props> {
    category: string;
    color?: string;
    icon?: string;
    paletteLabel?: string | ((this: Props & EditorNode) => string);
    inputs?: 0 | 1;
    outputs?: number;
    inputLabels?: (this: Props & EditorNode) => string;
    outputLabels?: (this: Props & EditorNode, index: number) => string;
    align?: 'left' | 'right';
    defaults: {
      [Name in keyof Props]: {
        value: Props[Name] | '';
        type?: string;
        required?: boolean;
        validate?: Validator<Props>;
      };
    };
    credentials?: Record<string, { type: 'text' | 'password'; validate?: Validator<Props> }>;
    label: (this: Props & EditorNode) => string;
    labelStyle?: (this: Props & EditorNode) => string;
    oneditprepare?: (this: Props & EditorNode) => void;
    oneditsave?: (this: Props & EditorNode) => void;
    oneditcancel?: (this: Props & EditorNode) => void;
    oneditdelete?: (this: Props & EditorNode) => void;
    oneditresize?: (this: Props & EditorNode, size: { width: number; height: number }) => void;
  }

  const RED: Omit<EditorRED, 'nodes' | 'plugins'> & {
    nodes: {
      registerType<Props>(type: string, definition: EditorDefinition<Props>): void;
      node(id: string): (EditorNode & Record<string, unknown>) | null;
      /** The flows as they are deployed, as far as this editor knows. */
      originalFlow?(): { id: string; type: string; d?: boolean }[] | undefined;
      eachConfig(each: (node: EditorNode & Record<string, unknown>) => void): void;
    };
    plugins: {
      registerPlugin(id: string, definition: object): void;
      getPlugin(id: string): unknown;
    };
  };

  interface JQuery {
    sortable(options: Record<string, unknown>): this;
  }
}
