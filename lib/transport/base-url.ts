/** Base URL of a charger, from the address that a person entered. */

/**
 * @param host `192.168.1.20`, `go-echarger_123456.local`, `http://127.0.0.1:8080`
 * @returns undefined where it is not an address
 */
export function baseUrlOf(host: string): string | undefined {
  const text = host.trim();
  if (text === '' || /[\s\\]/.test(text)) return undefined;
  try {
    const url = new URL(/^https?:\/\//i.test(text) ? text : `http://${text}`);
    const isPlain =
      url.username === '' && url.password === '' && url.search === '' && url.hash === '' && url.pathname === '/';
    // A dot at the end of a name is for name servers only: a device does not know its name with it.
    const origin = url.origin.replace(/\.+(?=:\d+$|$)/, '');
    return isPlain && url.hostname.replace(/\.+$/, '') !== '' ? origin : undefined;
  } catch {
    return undefined;
  }
}
