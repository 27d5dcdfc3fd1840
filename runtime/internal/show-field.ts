/** A field of a message as an error shows it: that of an object may be deep, or throw when it is made a text. */
export function showField(value: unknown): string {
  return typeof value === "object" && value !== null ? "an object" : JSON.stringify(value);
}
