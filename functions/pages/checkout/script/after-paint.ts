/** Two frames later the page was really painted. In a tab that nobody sees, that is when somebody does. */
export const afterPaint = (act: () => void): void => {
  requestAnimationFrame(() => requestAnimationFrame(act));
};
