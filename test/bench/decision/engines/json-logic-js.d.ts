/** The part of json-logic-js that the bench uses: the package has no types of its own. */
declare module 'json-logic-js' {
  const jsonLogic: { apply(logic: unknown, data: unknown): unknown };
  export default jsonLogic;
}
