// Every call of the window passes through here before it is encrypted for the core. A name that is
// not a plain word is dropped: the app's own commands have no other.
window.__TAURI_ISOLATION_HOOK__ = (payload) => {
  if (typeof payload.cmd !== "string" || !/^[a-z_]{1,32}$|^plugin:__TAURI_CHANNEL__\|fetch$/.test(payload.cmd)) {
    throw new Error("refused: this is no command of the app");
  }
  return payload;
};
