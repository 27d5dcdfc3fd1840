import { html, socket } from "queuerun/sdk";
import { MEMBERS } from "../lib/room.ts";
import { createScript } from "../lib/script.ts";

export function get() {
  const doors = MEMBERS.map((name) => `<button value="${name}">${name}</button>`).join(" ");
  return html(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>Chat</title>
    <style>
      body { font: 1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 2rem auto; padding: 0 1rem }
      [hidden] { display: none }
      #members li { display: inline-block; margin-right: 1rem; color: #888 }
      #members li.online { color: #070; font-weight: bold }
      #members, #messages { list-style: none; padding: 0 }
      #messages { min-height: 12rem; border: 1px solid #ccc; padding: .5rem }
      #messages .notice { color: #888 }
      #status { color: #888 }
      form { display: flex; gap: .5rem }
      input { flex: 1; font: inherit; padding: .25rem }
    </style>
  </head>
  <body>
    <h1>Chat</h1>
    <p id="doors">Come in as ${doors}</p>
    <main hidden>
      <p id="status"></p>
      <ul id="members">${MEMBERS.map((name) => `<li data-name="${name}">${name}</li>`).join("")}</ul>
      <ul id="messages"></ul>
      <form><input name="text" maxlength="1000" autocomplete="off" required> <button>Send</button></form>
    </main>
    <script type="module">${createScript(socket.url)}</script>
  </body>
</html>
`);
}
