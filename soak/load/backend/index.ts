export const config = { memory: 128 };
