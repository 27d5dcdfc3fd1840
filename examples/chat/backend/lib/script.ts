/** The page's script. It shows what others write as text, never as HTML. */
export function createScript(webSocketUrl: string): string {
  return `
const find = (selector) => document.querySelector(selector);
const SLOWEST_RETRY_MS = 30_000;
let webSocket;
let retries = 0;

for (const door of document.querySelectorAll("#doors button"))
  door.onclick = () => {
    find("#doors").hidden = true;
    find("main").hidden = false;
    enter(door.value);
  };

find("form").onsubmit = (event) => {
  event.preventDefault();
  const { text } = event.target.elements;
  webSocket.send(JSON.stringify({ text: text.value }));
  text.value = "";
};

function enter(name) {
  find("#status").textContent = "Connecting ...";
  webSocket = new WebSocket(${JSON.stringify(webSocketUrl)} + "?name=" + encodeURIComponent(name));
  webSocket.onmessage = ({ data }) => show(JSON.parse(data));
  // API Gateway ends each connection after two hours
  webSocket.onclose = () => {
    find("#status").textContent = "Connection lost";
    const delay = Math.min(SLOWEST_RETRY_MS, 250 * 2 ** retries++);
    setTimeout(() => enter(name), delay * (0.5 + Math.random() / 2));
  };
}

function show(event) {
  if (event.kind === "welcome") {
    retries = 0;
    find("#status").textContent = event.text;
    for (const member of document.querySelectorAll("#members li"))
      member.classList.toggle("online", event.online.includes(member.dataset.name));
  } else if (event.kind === "presence")
    find('#members [data-name="' + event.name + '"]').classList.toggle("online", event.online);
  else if (event.kind === "message") add(event.name + ": " + event.text, "message");
  else if (event.kind === "notice") add(event.text, "notice");
  else if (event.error) add(event.error, "notice");
}

function add(text, className) {
  const item = document.createElement("li");
  Object.assign(item, { textContent: text, className });
  find("#messages").append(item);
}
`;
}
