export const get = () => "ok";
