/** Files that the build puts beside the pages; importing one gives its address relative to the importing file. */
declare module "*.wasm" {
  const path: string;
  export default path;
}
declare module "*.worker.js" {
  const path: string;
  export default path;
}
