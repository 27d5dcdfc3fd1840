/**
 * The message by which a client keeps a WebSocket open: browsers cannot send ping frames. No handler
 * ever sees it, and nothing is answered.
 */
export const SOCKET_PING = "queuerun.ping";
