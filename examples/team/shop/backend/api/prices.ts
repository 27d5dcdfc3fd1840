// GET /prices
export const get = () => ({ mug: 1250, plate: 900 });
