/** The part of jose that is used: loaded by the first token that is verified, not before. */
export { createRemoteJWKSet, jwtVerify } from "jose";
