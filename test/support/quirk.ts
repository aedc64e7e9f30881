/**
 * Observed behaviour of chargers, households and networks, as tests. Each entry is one line of `docs/behaviour.md`, which
 * `npm run docs` writes from here: the next owner's report is one more entry with its test.
 */

/** The headings of `docs/behaviour.md`, in its order. */
export const TOPICS = [
  'Reading',
  'Writing',
  'Sessions and cars',
  'Solar surplus',
  'Models and firmware',
  'MQTT',
  'Cloud',
  'Addresses and networks',
  'Messages and load',
] as const;

export interface Quirk {
  topic: (typeof TOPICS)[number];
  /** Observed behaviour, as one sentence: `Firmware 60.3 answers 400 with the JSON of the other keys.` */
  seen: string;
  /**
   * Sources: `owner/repo#number` of a public report, a commit as `owner/repo@hash`, or one of `OTHER_SOURCES`.
   */
  sources: readonly string[];
  /** Handling in this package, as one sentence. */
  here: string;
}

/** Sources that are no public report. */
export const OTHER_SOURCES = [
  "vendor's API documents",
  'captured traffic',
  /** Played against an earlier version of this package: odd servers, brokers, messages, restarts. */
  'tried against 0.3.0',
  /** Nobody has shown it; it is how we decided. */
  'our choice',
] as const;

const REPORT = /^[\w.-]+\/[\w.-]+(#\d+|@[0-9a-f]{7,40})$/;

/** Every entry of the test files that were loaded, with its file. */
export const quirks: (Quirk & { file: string })[] = [];

/**
 * A `describe` for one entry.
 * @throws Error for a source that is neither a report nor one of `OTHER_SOURCES`
 */
export function quirk(entry: Quirk, tests: (this: Mocha.Suite) => void): void {
  for (const source of entry.sources)
    if (!REPORT.test(source) && !(OTHER_SOURCES as readonly string[]).includes(source))
      throw new Error(`"${source}" is no source: give owner/repo#number, or one of ${OTHER_SOURCES.join(', ')}`);
  if (entry.sources.length === 0) throw new Error(`"${entry.seen}" needs a source`);
  quirks.push({ ...entry, file: callingFile() });
  describe(entry.seen, function () {
    // These tests take longer, and each of their waits has a limit of its own that says what was waited for.
    this.timeout(60_000);
    tests.call(this);
  });
}

/** The compiled test file that called `quirk`. */
function callingFile(): string {
  const line = new Error().stack?.split('\n').find((each) => /\.test\.js:/.test(each)) ?? '';
  return /[^/\\(]+\.test\.js/.exec(line)?.[0].replace(/\.js$/, '.ts') ?? '';
}
