// Loaded for what it does: imports of .tsx work from then on. Without an export it would not be a module.
// oxlint-disable-next-line unicorn/require-module-specifiers
export {}
