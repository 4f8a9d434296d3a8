/* The text of a template as people write it: a figure is a chip that shows what it says now. It stands
   over the textarea, which stays what is sent; without this script the textarea is all there is.

   A line of the text is a line here. A chip stands for its placeholder, is put in and taken out
   whole, and cannot be typed into; the server is asked what each says, by the language itself. */
(function () {
  "use strict";
  var source = document.querySelector("textarea.document-source");
  var words = document.querySelector(".document-editing");
  if (!source || !words || !window.fetch) return;
  var WHOLE = /^(---[ \t]*\n[\s\S]*?\n---[ \t]*\n?)([\s\S]*)$/;
  var PART = /(\{\{(?:(?!\}\}|\n)[\s\S])*\}\}|\{%(?:(?!%\}|\n)[\s\S])*%\}|\{#(?:(?!#\}|\n)[\s\S])*#\})/;
  var KEPT = "bihuan.editor";
  var NOTHING = "\u200b"; // beside a chip at a line's end, or no caret could stand there
  var said = {}; // what each placeholder says, by how it is written
  var head = "";
  var last = null; // where the caret was when the editor lost it
  var asking = 0;

  var bar = document.createElement("div");
  bar.className = "editor-bar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", words.dataset.tools);
  var editor = document.createElement("div");
  editor.className = "document-editor";
  editor.contentEditable = "true";
  editor.setAttribute("role", "textbox");
  editor.setAttribute("aria-multiline", "true");
  editor.spellcheck = false;
  var label = document.querySelector('label[for="' + source.id + '"]');
  if (label) editor.setAttribute("aria-label", label.textContent);
  var card = document.createElement("p");
  card.className = "editor-card";
  card.setAttribute("role", "status");
  card.textContent = words.dataset.hint;
  var front = document.createElement("details");
  front.className = "editor-front";
  var title = document.createElement("summary");
  title.textContent = words.dataset.front;
  var fields = document.createElement("textarea");
  fields.className = "form-control document-source-front";
  fields.rows = 14;
  fields.spellcheck = false;
  fields.setAttribute("aria-label", words.dataset.front);
  front.append(title, fields);
  var place = document.createElement("div");
  place.className = "editor-place";
  place.append(card, front, editor);
  source.before(place);

  function button(text, act, pressed) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-sm";
    made.textContent = text;
    if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
    made.addEventListener("mousedown", function (event) { event.preventDefault(); });
    made.addEventListener("click", function () { act(made); });
    return made;
  }
  [1, 2, 3].forEach(function (level) {
    bar.append(button(words.dataset["heading" + level], function () { mark("#".repeat(level) + " "); }));
  });
  bar.append(button(words.dataset.body, function () { mark(""); }));
  var found = document.createElement("section");
  found.className = "editor-found";
  found.hidden = true;
  found.setAttribute("aria-live", "polite");
  found.setAttribute("aria-label", words.dataset.check);
  var watch = button(words.dataset.check, function () {
    found.hidden = !found.hidden;
    watch.setAttribute("aria-pressed", String(!found.hidden));
    if (!found.hidden) check();
  }, false);
  bar.append(watch);
  place.append(found);
  var toggle = button(words.dataset.plain, function () { show(place.hidden); }, false);
  var outside = document.createElement("div");
  outside.className = "editor-switch";
  outside.append(bar, toggle);
  place.before(outside);

  /* Between text and lines. */

  function chip(text) {
    var made = document.createElement("span");
    made.contentEditable = "false";
    made.dataset.source = text;
    dress(made);
    return made;
  }

  function dress(made) {
    var text = made.dataset.source;
    var isFigure = text.slice(0, 2) === "{{";
    var told = said[text];
    var shown = isFigure ? (told ? told.text : text.slice(2, -2).trim()) : text.slice(2, -2).trim();
    if (made.textContent !== shown) made.textContent = shown;
    made.className = "chip " + (isFigure ? "is-" + (told ? told.state : "unknown") : "is-tag");
    made.title = told ? [told.label, told.note].filter(Boolean).join(words.dataset.colon) : text;
  }

  function partsOf(line) {
    return line.split(PART).filter(Boolean).map(function (part) {
      return PART.test(part) ? chip(part) : document.createTextNode(part);
    });
  }

  function lineOf(text) {
    var line = document.createElement("div");
    var parts = partsOf(text);
    if (parts.length && parts[0].dataset) parts.unshift(document.createTextNode(NOTHING));
    if (parts.length && parts[parts.length - 1].dataset) parts.push(document.createTextNode(NOTHING));
    line.append.apply(line, parts.length ? parts : [document.createElement("br")]);
    return line;
  }

  function draw(text) {
    editor.replaceChildren.apply(editor, text.split("\n").map(lineOf));
    looks();
  }

  function plain(text) {
    return text.replace(/\u00a0/g, " ").replace(/[\r\n\u200b]/g, "");
  }

  function written(node) {
    var text = "";
    var begun = false;
    node.childNodes.forEach(function (child) {
      if (child.nodeType === Node.TEXT_NODE) {
        text += plain(child.nodeValue);
        begun = true;
      } else if (child.nodeName === "BR") {
        if (node !== editor && child === node.lastChild) return; // it only holds the line open
        text += "\n";
      } else if (child.dataset && child.dataset.source) {
        text += child.dataset.source;
        begun = true;
      } else if (child.nodeName === "DIV" || child.nodeName === "P") {
        text += (begun ? "\n" : "") + written(child);
        begun = true;
      } else {
        text += written(child);
        begun = true;
      }
    });
    return text;
  }

  function looks() {
    editor.childNodes.forEach(function (line) {
      if (line.nodeType !== Node.ELEMENT_NODE || line.dataset.source) return;
      var found = /^(#{1,4})\s/.exec(line.textContent);
      var name = found ? "is-heading is-level-" + found[1].length : line.textContent[0] === "|" ? "is-row" : "";
      if (line.className !== name) line.className = name;
    });
  }

  function keep() {
    source.value = head + written(editor);
    source.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /* What the placeholders say. */

  function ask() {
    var mine = ++asking;
    var given = new FormData();
    given.append("csrfmiddlewaretoken", words.dataset.token);
    given.append("template", source.value);
    given.append("document", words.dataset.document);
    fetch(words.dataset.url, { method: "POST", body: given, credentials: "same-origin" })
      .then(function (answer) { return answer.json(); })
      .then(function (answer) {
        if (mine !== asking) return;
        (answer.chips || []).forEach(function (told) { said[told.source] = told; });
        editor.querySelectorAll("[data-source]").forEach(dress);
        if (answer.message) tell(answer.message);
      })
      .catch(function () { tell(words.dataset.failed); });
  }

  var waiting = 0;
  function askSoon() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, 600);
  }

  /* What the checker finds, while it is being watched. */
  var checking = 0;
  function check() {
    var mine = ++checking;
    var given = new FormData();
    given.append("csrfmiddlewaretoken", words.dataset.token);
    given.append("template", source.value);
    given.append("document", words.dataset.document);
    if (!found.firstChild) found.textContent = words.dataset.checking;
    fetch(words.dataset.checkUrl, { method: "POST", body: given, credentials: "same-origin" })
      .then(function (answer) {
        if (!answer.ok) throw new Error("");
        return answer.text();
      })
      .then(function (html) { if (mine === checking) found.innerHTML = html; })
      .catch(function () { found.textContent = words.dataset.failed; });
  }

  var watching = 0;
  function checkSoon() {
    window.clearTimeout(watching);
    if (!found.hidden) watching = window.setTimeout(check, 2500);
  }
  source.addEventListener("input", checkSoon);

  found.addEventListener("click", function (event) {
    var sought = event.target.closest("[data-find]");
    if (!sought) return;
    Array.prototype.some.call(editor.childNodes, function (line) {
      var is = line.textContent.replace(/\u200b/g, "").indexOf(sought.dataset.find) >= 0;
      if (is && line.scrollIntoView) {
        line.scrollIntoView({ block: "center" });
        put(line, 0);
        editor.focus();
      }
      return is;
    });
  });

  function tell(text) { card.replaceChildren(document.createTextNode(text)); }

  function explain(made) {
    var told = said[made.dataset.source];
    var strong = document.createElement("strong");
    strong.textContent = made.textContent;
    var rest = told ? [told.label, told.note].filter(Boolean).join(words.dataset.colon) : "";
    card.replaceChildren(strong, document.createTextNode(rest ? " " + rest + " " : " "));
    if (told && told.url) {
      var link = document.createElement("a");
      link.href = told.url;
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = words.dataset.open.replace("0", String(told.records));
      card.append(link);
    }
    var code = document.createElement("code");
    code.textContent = made.dataset.source;
    card.append(" ", code);
  }

  /* The caret, and what is put in at it. */

  function caret() {
    var chosen = window.getSelection();
    var range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    return range && editor.contains(range.commonAncestorContainer) ? range : null;
  }
  document.addEventListener("selectionchange", function () {
    var range = caret();
    if (range) last = range.cloneRange();
  });

  /* Back to where the caret was; where nobody has been, to the end. */
  function back() {
    if (document.activeElement === editor && caret()) return;
    var kept = last;
    editor.focus();
    if (!kept || !editor.contains(kept.startContainer)) return goTo(written(editor).length);
    var chosen = window.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(kept);
  }

  /* How far into the text a place is. */
  function offsetOf(node, at) {
    var range = document.createRange();
    range.selectNodeContents(editor);
    range.setEnd(node, at);
    return written(range.cloneContents()).length;
  }

  function put(node, at) {
    var range = document.createRange();
    range.setStart(node, at);
    range.collapse(true);
    var chosen = window.getSelection();
    chosen.removeAllRanges();
    chosen.addRange(range);
    last = range.cloneRange();
  }

  function goTo(offset) {
    var left = offset;
    var line = editor.firstChild;
    while (line.nextSibling && left > written(line).length) {
      left -= written(line).length + 1;
      line = line.nextSibling;
    }
    var found = null;
    line.childNodes.forEach(function (child, at) {
      if (found) return;
      if (child.nodeType === Node.TEXT_NODE) {
        var text = child.nodeValue;
        var within = 0;
        while (within < text.length && (left > 0 || text[within] === NOTHING)) {
          if (text[within] !== NOTHING) left -= 1;
          within += 1;
        }
        if (left === 0 && (within < text.length || !child.nextSibling || plain(text))) found = [child, within];
      } else if (child.dataset.source) {
        if (left === 0) found = [line, at];
        left = Math.max(0, left - child.dataset.source.length);
        if (!found && left === 0 && !child.nextSibling) found = [line, at + 1];
      }
    });
    put.apply(null, found || [line, 0]);
  }

  function replace(from, to, text) {
    var whole = written(editor);
    draw(whole.slice(0, from) + text + whole.slice(to));
    editor.focus();
    goTo(from + text.length);
    settle();
  }

  function insert(text) {
    back();
    var range = caret();
    var end = written(editor).length;
    var from = range ? offsetOf(range.startContainer, range.startOffset) : end;
    var to = range ? offsetOf(range.endContainer, range.endOffset) : end;
    replace(from, Math.max(from, to), text.replace(/\r\n?/g, "\n"));
  }

  function settle() {
    looks();
    keep();
    remember(false);
    askSoon();
  }

  /* Undo of our own: the browser's does not know of lines that were drawn anew. */
  var states = [];
  var now = -1;
  var typedAt = 0;

  function remember(isTyping) {
    var range = caret();
    var at = range ? offsetOf(range.endContainer, range.endOffset) : 0;
    var text = written(editor);
    if (now >= 0 && states[now].text === text) return;
    var goesOn = isTyping && now > 0 && Date.now() - typedAt < 700;
    typedAt = isTyping ? Date.now() : 0;
    if (!goesOn) now += 1;
    states.length = now;
    states.push({ text: text, at: at });
    if (states.length > 300) {
      states.shift();
      now -= 1;
    }
  }

  function step(by) {
    if (!states[now + by]) return;
    now += by;
    draw(states[now].text);
    goTo(states[now].at);
    keep();
    askSoon();
  }

  function mark(marks) {
    back();
    var range = caret();
    if (!range) return;
    var whole = written(editor);
    var at = offsetOf(range.endContainer, range.endOffset);
    var from = whole.lastIndexOf("\n", at - 1) + 1;
    var found = /^#{1,4}[ \t]+/.exec(whole.slice(from));
    replace(from, from + (found ? found[0].length : 0), marks);
    goTo(Math.max(from, at + marks.length - (found ? found[0].length : 0)));
  }

  editor.addEventListener("input", function () {
    looks();
    keep();
    remember(true);
  });
  editor.addEventListener("beforeinput", function (event) {
    if (event.inputType !== "historyUndo" && event.inputType !== "historyRedo") return;
    event.preventDefault();
    step(event.inputType === "historyUndo" ? -1 : 1);
  });
  editor.addEventListener("blur", function () {
    // What was typed as a placeholder becomes a chip.
    var typed = Array.prototype.some.call(editor.querySelectorAll("*"), function (one) {
      return !one.dataset.source && Array.prototype.some.call(one.childNodes, function (node) {
        return node.nodeType === Node.TEXT_NODE && PART.test(node.nodeValue);
      });
    });
    if (typed) {
      last = null;
      draw(written(editor));
      settle();
    }
  });
  editor.addEventListener("click", function (event) {
    var made = event.target.closest("[data-source]");
    if (made) explain(made);
  });
  editor.addEventListener("keydown", function (event) {
    if (!event.ctrlKey && !event.metaKey) return;
    var key = event.key.toLowerCase();
    var isUndo = key === "z" && !event.shiftKey;
    var isRedo = key === "y" || (key === "z" && event.shiftKey);
    if (isUndo || isRedo) step(isUndo ? -1 : 1);
    // A document has no other emphasis than its headings.
    else if (["b", "i", "u"].indexOf(key) < 0) return;
    event.preventDefault();
  });
  function copied(event) {
    var range = caret();
    if (!range || range.collapsed) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", written(range.cloneContents()));
    if (event.type === "cut") insert("");
  }
  editor.addEventListener("copy", copied);
  editor.addEventListener("cut", copied);
  editor.addEventListener("drop", function (event) {
    event.preventDefault();
    var text = event.dataTransfer.getData("text/plain");
    if (text) insert(text);
  });
  fields.addEventListener("input", function () {
    head = fields.value.replace(/\n*$/, "\n");
    keep();
    askSoon();
  });

  source.addEventListener("bihuan:insert", function (event) {
    if (place.hidden) return;
    event.preventDefault();
    insert(event.detail);
  });

  /* Which of the two is shown. */

  function show(asLines) {
    var found = WHOLE.exec(source.value.replace(/\r\n/g, "\n"));
    var possible = asLines && found;
    place.hidden = !possible;
    bar.hidden = !possible;
    source.hidden = Boolean(possible);
    toggle.textContent = possible ? words.dataset.plain : words.dataset.lines;
    toggle.setAttribute("aria-pressed", String(!possible));
    try { window.localStorage.setItem(KEPT, possible ? "lines" : "plain"); } catch (ignored) { /* private */ }
    if (!possible) return;
    head = found[1];
    fields.value = head;
    draw(found[2]);
    remember(false);
    ask();
  }

  document.execCommand("defaultParagraphSeparator", false, "div");
  var before = "";
  try { before = window.localStorage.getItem(KEPT) || ""; } catch (ignored) { /* private */ }
  show(before !== "plain");
})();
