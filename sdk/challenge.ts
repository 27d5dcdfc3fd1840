/**
 * What a 401 asks for: it must name a scheme (RFC 9110, section 15.5.2). At this one no browser asks for a
 * password.
 */
export const CHALLENGE = 'Bearer realm="api"';
