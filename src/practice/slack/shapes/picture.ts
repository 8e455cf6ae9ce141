/** Nobody in practice has a picture. The name is reserved (RFC 2606), so nothing answers there. */
export const pictureOf = (pixels: number): string => `https://pictures.practice.invalid/${pixels}.png`;
