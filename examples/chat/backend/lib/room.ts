/** Who may come in. A real chat would ask its database, and authenticate with more than a name. */
export const MEMBERS = ["ann", "bob", "cleo", "dan"];

/** The channel that everybody in the room has joined. */
export const ROOM = "room";

/** What the server sends. */
export type Event =
  | { readonly kind: "welcome"; readonly text: string; readonly online: readonly string[] }
  | { readonly kind: "presence"; readonly name: string; readonly online: boolean }
  | { readonly kind: "message"; readonly name: string; readonly text: string }
  | { readonly kind: "notice"; readonly text: string };
