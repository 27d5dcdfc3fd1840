/**
 * What a GET that answers with a little JSON does not need, in one file: loaded with the first request that
 * has a body or cookies, and with the first answer that is an error, large, or anything but text and JSON.
 */

export { JobError } from "../sdk/job-error.ts";
export { html, redirect, xml } from "../sdk/replies.ts";
export { reportError } from "../sdk/report-error.ts";
export { validate } from "../sdk/validate.ts";
export { DeadlineError } from "./deadline-error.ts";
export { checkContentType } from "./http/accepts.ts";
export { addCors, checkCors } from "./http/cors.ts";
export { createFromWebResponse, encodeValue } from "./http/encode.ts";
export { createUnauthorized } from "./http/error-response.ts";
export { answerMethod } from "./http/methods.ts";
export { recover } from "./http/recover.ts";
export { reportFailure } from "./http/report-failure.ts";
export { prepareParts } from "./http/request-parts.ts";
export { sendError } from "./http/send-error.ts";
export { sendInFull } from "./http/send-in-full.ts";
export { handleOtherEvent } from "./other-event.ts";
export { printable } from "./printable.ts";
export { createUserError } from "./user-error.ts";
