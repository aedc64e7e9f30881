/**
 * What one row of the key registry says. A row holds facts only: what a key is called, what it carries, what may be
 * written to it. Everything above (checks, dropdowns, labels, documentation) reads these rows and adds no fact of its own.
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

/** How the vendor's tables file a key. */
export type Category = 'Constant' | 'Status' | 'Config' | 'Other';

/** What a person looks for when they look for this key. */
export type Group = 'charging' | 'energy' | 'car' | 'limits' | 'solar' | 'cards' | 'network' | 'device' | 'diagnostics';

/** How often a charger sends the key by itself: once, when it changes, or about every second. */
export type Rate = 'constant' | 'change' | 'second';

/** One value of an enumeration. */
export interface Option {
  value: number | boolean | string;
  /** The vendor's identifier, such as `WaitCar`; stable, the same in every language. */
  name: string;
  /** What people read. */
  label: Text;
  /** What the same value is called in other firmware: `Inside` has become `Allow`. Taken when it is written. */
  also?: readonly string[];
}

/** What binds a value: of a key, of an entry of a list, of a property of an object. */
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
  /** Where it stands in the value: an index of an array, a property of an object. */
  at: number | string;
  title: Text;
  /** An object cannot be written without it. */
  required?: true;
  /**
   * While the property `name` of the same object is `is`, the value is a moment, in milliseconds since boot: what is told is
   * how long ago that was, by `rbt`.
   */
  ago?: { name: string; is: number };
}

/** What a value must be like to be written. Absent limits do not bind. */
export interface Limits {
  /** What is written, where it is of another type than what is read: a card shows whether it is set, and takes its number. */
  as?: ValueType;
  /** Smallest and largest number. */
  min?: number;
  max?: number;
  /** Fewest and most characters of a string. */
  minLength?: number;
  maxLength?: number;
  /**
   * The form of a value. `color` is `#RRGGBB`; `time` is a time of day: an object `{hour, minute, second}`, or a number of
   * seconds after midnight, and either may be given as `06:00`.
   */
  format?: 'color' | 'url' | 'time';
  /** Fewest and most entries of an array. */
  minItems?: number;
  maxItems?: number;
  /** What every entry of an array must be. */
  items?: Rule;
  /** Not all properties of an object are documented: names that are not among its fields are sent as they are. */
  otherNames?: true;
}

/** What of a row changes with a firmware. */
export type Facts = Partial<
  Pick<KeyRow, 'access' | 'type' | 'nullable' | 'unit' | 'category' | 'options' | 'fields' | 'limits'>
>;

/** A change of meaning: from this firmware on, `facts` replace those of the row. */
export interface Version extends Facts {
  /** First firmware known to have it so, such as `055.0`. */
  since: string;
}

export interface KeyRow {
  /** The key as it stands in the API. */
  name: string;
  access: Access;
  type: ValueType;
  /** The value can be `null`; where the key can be written, `null` may be written. */
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
  /** First and last firmware that has the key, where a source names one. */
  since?: string;
  until?: string;
  /** Why writing this key needs `allowCaution`: it can cut the owner off, wipe something or raise an electrical limit. */
  caution?: Text;
  /** The value is a password, token or private key: it never leaves the registry's `redact`. */
  secret?: true;
  rate: Rate;
  /**
   * `false`: what is read back need not look like what was written (a trigger, a partial write, a value the charger
   * rewrites), so reading back proves nothing and an accepted write is `accepted`.
   */
  echo?: false;
  /** What its sensor can measure: a number beyond it says that the sensor is faulty, and is taken for null. */
  plausible?: { min: number; max: number };
  /** Writing the value that stands does something: it lapses unless written again, or makes the charger act. It is always sent. */
  resend?: true;
  /**
   * `false`: the key is shown over HTTP and was never seen on a broker, so that over MQTT an accepted write is `accepted`
   * [captured traffic of 053.1 to 60.5; goecharger/go-eCharger-API-v2#133, #168].
   */
  published?: false;
  /** Keys that bound the current which is written, so that less may flow than is confirmed. */
  boundedBy?: readonly string[];
}
