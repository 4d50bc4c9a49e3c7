const longestPart = 120;

/**
 * Another name for a key: unstorage and its drivers take `a/b` and `a:b` for the same, end keys at `?`, trim them, and keep
 * them in file systems that know no case and no long names. Lower case letters and digits stand for themselves, other
 * bytes of UTF-8 for `_` and two digits. Long names are in parts, of which all but the last end with `-`, so that no
 * entry has the name of another's folder.
 */
export function storageKeyOf(key: string): string {
  const escaped = Array.from(new TextEncoder().encode(key), (byte) => {
    const character = String.fromCharCode(byte);
    return /[a-z\d]/.test(character) ? character : `_${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  const parts = escaped.match(new RegExp(`.{1,${longestPart}}`, 'g')) ?? ['_'];
  return parts.join('-:');
}
