import { Backend } from "queuerun";

const chat = new Backend("chat", { source: "backend" });

export const { url, webSocketUrl } = chat;
