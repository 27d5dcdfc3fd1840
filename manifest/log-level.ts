/** From which level on Lambda logs what a backend prints: `INFO` leaves out `console.debug`. */
export type LogLevel = "DEBUG" | "INFO";

const OFF = ["", "0", "false", "off", "no"];

/** Lambda's default is INFO; the variable DEBUG, with any value that is not one of `OFF`, changes it. */
export function chooseLogLevel({ DEBUG = "" }: Readonly<Record<string, string>>): LogLevel {
  return OFF.includes(DEBUG.toLowerCase()) ? "INFO" : "DEBUG";
}
