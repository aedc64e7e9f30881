/**
 * Node-RED's editor as our dialogs use it. The published types are older than Node-RED 3: they know no messages from
 * validators and no `getPlugin`.
 */
import type { EditorRED } from 'node-red';

declare global {
  /** `Entry`: the entries of the catalogue of the node's type. */
  interface EditorNode<Entry extends string = string> {
    readonly id: string;
    readonly type: string;
    name: string;
    /** A text from the catalogue of the node's type. */
    _(entry: Entry, values?: Record<string, unknown>): string;
  }

  /** Node-RED takes a message for "not valid" only from a function declared with exactly two parameters. */
  type Validator<Props, Entry extends string = string> = (
    this: Props & EditorNode<Entry>,
    value: never,
    options: unknown,
  ) => boolean | string;

  interface EditorDefinition<Props, Entry extends string = string> {
    category: string;
    color?: string;
    icon?: string;
    paletteLabel?: string | ((this: Props & EditorNode<Entry>) => string);
    inputs?: 0 | 1;
    outputs?: number;
    inputLabels?: (this: Props & EditorNode<Entry>) => string;
    outputLabels?: (this: Props & EditorNode<Entry>, index: number) => string;
    align?: 'left' | 'right';
    defaults: {
      [Name in keyof Props]: {
        value: Props[Name] | '';
        type?: string;
        required?: boolean;
        validate?: Validator<Props, Entry>;
      };
    };
    credentials?: Record<string, { type: 'text' | 'password'; validate?: Validator<Props, Entry> }>;
    label: (this: Props & EditorNode<Entry>) => string;
    labelStyle?: (this: Props & EditorNode<Entry>) => string;
    oneditprepare?: (this: Props & EditorNode<Entry>) => void;
    oneditsave?: (this: Props & EditorNode<Entry>) => void;
    oneditcancel?: (this: Props & EditorNode<Entry>) => void;
    oneditdelete?: (this: Props & EditorNode<Entry>) => void;
    oneditresize?: (this: Props & EditorNode<Entry>, size: { width: number; height: number }) => void;
  }

  const RED: Omit<EditorRED, 'nodes' | 'plugins'> & {
    nodes: {
      registerType<Props, Entry extends string>(type: string, definition: EditorDefinition<Props, Entry>): void;
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
