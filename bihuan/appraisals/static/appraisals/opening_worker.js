/* Opens sealed answers beside the page. First it is told `{begin}`, then asked `{piece, group, item, bytes}`:
   it answers `{piece, texts}`, a text for each valid answer and null for each invalid one. */
"use strict";

let told = null;

function place(libsodium, bytes) {
  const at = libsodium._malloc(bytes.length);
  libsodium.HEAPU8.set(bytes, at);
  return at;
}

async function begin(given) {
  self.importScripts(...given.scripts);
  const libsodium = self.libsodium;
  await libsodium.ready;
  libsodium._sodium_init();
  told = {
    ...given,
    libsodium,
    items: new Map(given.paper.items.map((item) => [item.number, item])),
    publicAt: place(libsodium, given.publicKey),
    secretAt: place(libsodium, given.secretKey),
    plainAt: libsodium._malloc(given.paper.pad),
  };
}

// The low-level function on the heap: its wrapper would copy key and answer again for each.
function opened(group, number, bytes) {
  const { libsodium, paper, paperDigest, items, publicAt, secretAt, plainAt } = told;
  const { takenOut, readAnswer } = self.BihuanBallot;
  const item = items.get(number);
  const sealed = paper.pad + 48;
  const at = place(libsodium, bytes);
  const texts = [];
  for (let from = 0; from < bytes.length; from += sealed) {
    const refused = libsodium._crypto_box_seal_open(plainAt, at + from, sealed, 0, publicAt, secretAt);
    const plain = libsodium.HEAPU8.subarray(plainAt, plainAt + paper.pad);
    const text = refused ? null : takenOut(paper, paperDigest, group, item, plain);
    texts.push(text !== null && readAnswer(paper, item, text) ? text : null);
  }
  libsodium._free(at);
  return texts;
}

let began = null;
self.onmessage = async function (event) {
  if (event.data.begin) {
    began = begin(event.data.begin);
    return;
  }
  await began;
  const { piece, group, item, bytes } = event.data;
  self.postMessage({ piece, texts: opened(group, item, new Uint8Array(bytes)) });
};
