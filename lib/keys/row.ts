/**
 * The row of a key: its name, its values and what can be written to it. A row is data only. Validation, dropdowns, labels and
 * documentation are made of the rows and add no fact of their own.
 */

/** A text in every language the package speaks. */
export interface Text {
  en: string;
  de: string;
}

/** `r`: only read, `w`: only written, `rw`: both. */
export type Access = 'r' | 'w' | 'rw';

/** The JSON type of a key's value. `int` and `float` are both JSON numbers. */
export type ValueType = 'bool' | 'int' | 'float' | 'string' | 'array' | 'object';

/** The category of a key in the vendor's tables. */
export type Category = 'Constant' | 'Status' | 'Config' | 'Other';

/** The heading under which people look for the key. */
export type Group = 'charging' | 'energy' | 'car' | 'limits' | 'solar' | 'cards' | 'network' | 'device' | 'diagnostics';

/** The rate at which a charger sends the key without a request: once, at each change, or about every second. */
export type Rate = 'constant' | 'change' | 'second';

/** One value of an enumeration. */
export interface Option {
  value: number | boolean | string;
  /** The vendor's identifier, such as `WaitCar`; stable, the same in every language. */
  name: string;
  /** The text that people read. */
  label: Text;
  /** Names of the same value in other firmware (`Inside` became `Allow`); accepted when a value is written. */
  also?: readonly string[];
}

/** The rule for a value: of a key, of an entry of a list, or of a property of an object. */
export interface Rule {
  type: ValueType;
  nullable?: boolean;
  unit?: string;
  options?: readonly Option[];
  fields?: readonly Field[];
  limits?: Limits;
}

/** A named position of an array, or a named property of an object. */
export interface Field extends Rule {
  /** The part after the dot: `powerTotal` in `nrg.powerTotal`. */
  name: string;
  /** Its place in the value: an index of an array, or a property of an object. */
  at: number | string;
  title: Text;
  /** An object without it cannot be written. */
  required?: true;
  /**
   * While the property `name` of the same object is `is`, the value is a moment in milliseconds since boot. It is converted to
   * the duration since that moment, by `rbt`.
   */
  ago?: { name: string; is: number };
}

/** Limits of a value that is written. */
export interface Limits {
  /** The type that is written, where it differs from the type that is read: a card reads as a boolean, and its number is written. */
  as?: ValueType;
  /** Smallest and largest number. */
  min?: number;
  max?: number;
  /** Smallest and largest length of a string, in characters. */
  minLength?: number;
  maxLength?: number;
  /**
   * The form of a value. `color` is `#RRGGBB`; `time` is a time of day: an object `{hour, minute, second}`, or a number of
   * seconds after midnight; both may be given as `06:00`.
   */
  format?: 'color' | 'url' | 'time';
  /** Smallest and largest number of entries of an array. */
  minItems?: number;
  maxItems?: number;
  /** The rule for every entry of an array. */
  items?: Rule;
  /** Properties that are not among the fields are sent as they are, because the vendor does not document all of them. */
  otherNames?: true;
}

/** The facts of a row that can change with a firmware. */
export type Facts = Partial<
  Pick<KeyRow, 'access' | 'type' | 'nullable' | 'unit' | 'category' | 'options' | 'fields' | 'limits'>
>;

/** A change of meaning: from this firmware on, these facts replace those of the row. */
export interface Version extends Facts {
  /** The first firmware known with this meaning, such as `055.0`. */
  since: string;
}

/** The row of a key in one firmware; `versions` are its later meanings. */
export interface KeyRow {
  /** The key as the API names it. */
  name: string;
  access: Access;
  type: ValueType;
  /** The value can be `null`, and `null` can be written where the key can be written. */
  nullable: boolean;
  unit?: string;
  category: Category;
  group: Group;
  title: Text;
  description: Text;
  options?: readonly Option[];
  fields?: readonly Field[];
  limits?: Limits;
  /** Later meanings, oldest first. */
  versions?: readonly Version[];
  /** The first and the last firmware with the key, where a source names them. */
  since?: string;
  until?: string;
  /** The reason why writing needs `allowCaution`: it can lock the owner out, erase something or raise an electrical limit. */
  caution?: Text;
  /** The value is a password, token or private key; `redact` masks it. */
  secret?: true;
  rate: Rate;
  /**
   * `false`: the value that is read back can differ from the value that was written (a trigger, a partial write, a value that
   * the charger rewrites). A write cannot be confirmed by reading back, and its outcome is `accepted`.
   */
  echo?: false;
  /** The range of its sensor: a number outside comes from a faulty sensor and is replaced by null. */
  plausible?: { min: number; max: number };
  /** Always sent, also when the value is unchanged: the value expires unless it is written again, or writing it triggers an action. */
  resend?: true;
  /**
   * `false`: the key is readable over HTTP and was never seen on a broker, so that over MQTT the outcome of a write is `accepted`
   * [captured traffic of 053.1 to 60.5; goecharger/go-eCharger-API-v2#133, #168].
   */
  published?: false;
  /** Keys that bound the current that is written: less may flow than the value that is confirmed. */
  boundedBy?: readonly string[];
}
