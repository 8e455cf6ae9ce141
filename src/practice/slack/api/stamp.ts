/** Whether it can be the time stamp of a message: "1764060000.000100". */
export const isStamp = (text: string): boolean => /^\d{1,10}\.\d{1,6}$/.test(text);
