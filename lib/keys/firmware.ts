/**
 * Firmware versions as chargers write them: `051.3`, `055.7`, `56.9`, `60.5`, sometimes with a word behind (`60.5 BETA`). They
 * are compared as numbers, because 56 and later have no leading zero.
 */

/** Reads a version. @returns major and minor, or undefined where the text is no version */
export function parseFirmware(version: string): readonly [major: number, minor: number] | undefined {
  const match = /^\s*v?(\d{1,4})(?:\.(\d{1,4}))?/.exec(version);
  return match ? [Number(match[1]), Number(match[2] ?? 0)] : undefined;
}

/** True when `version` is `since` or newer; false where either is no version. */
export function isAtLeast(version: string, since: string): boolean {
  const a = parseFirmware(version);
  const b = parseFirmware(since);
  if (!a || !b) return false;
  return a[0] !== b[0] ? a[0] > b[0] : a[1] >= b[1];
}

/** The first firmware with API v2; the versions of the registry begin there. */
const FIRST_MAJOR = 50;

/**
 * True where the `since` of a row can be compared with this version. Lower numbers are of other devices (a Wattpilot's 43.4 is
 * from 2025): such a firmware is unknown, not older than 050.
 */
export function isComparable(version: string | undefined): version is string {
  const parsed = version === undefined ? undefined : parseFirmware(version);
  return parsed !== undefined && parsed[0] >= FIRST_MAJOR;
}
