/** Tells caches that the response depends on a request header. */
export function addVary(headers: Record<string, string>, name: string): void {
  const names = headers.vary === undefined ? [] : headers.vary.split(/\s*,\s*/);
  const isNamed = names.some(
    (known) => known === "*" || known.toLowerCase() === name.toLowerCase(),
  );
  if (!isNamed) headers.vary = [...names, name].join(", ");
}
