export function get() {
  return { text: "It works" };
}
