// The drop zone: a file chooser that files and text can also be dropped on or pasted into. Bytes go to the kernel as
// they are; what they say is decided there. A file too big for one message to the kernel is refused here.
const MOST = 8 * 1024 * 1024;

function chosen(model, n, name) {
  const label = `Leave out ${name}`;
  const onclick = () => model.send({ kind: "leave", n });
  const leave = h("button", { type: "button", class: "skx-drop-out", "aria-label": label, title: label, onclick }, "×");
  return h("li", {}, h("span", {}, name), leave);
}

async function take(model, say, files) {
  for (const file of files) {
    if (file.size > MOST) say(`${file.name} is larger than 8 MB and was left out`);
    else model.send({ kind: "file", name: file.name }, undefined, [await file.arrayBuffer()]);
  }
}

function render({ model, el }) {
  const note = h("div", { class: "skx-drop-note", role: "alert" });
  const list = h("ul", { class: "skx-drop-list", "aria-label": "Files chosen" });
  const say = (message) => note.replaceChildren(message);
  const input = h("input", { type: "file", multiple: true, accept: ".txt,text/plain", class: "skx-drop-input" });
  const label = h("label", {}, h("span", {}, "Choose .txt files, drop them here, or paste"), input);
  const zone = h("div", { class: "skx-drop", role: "group", tabindex: "-1", "aria-label": "Files of your own" }, label, list, note);
  const hold = (given, text) => {
    say("");
    model.send({ kind: "begin" });
    const files = [...given]; // the list that the page gave is emptied before the first file is read
    if (text && !files.length) model.send({ kind: "text", text });
    take(model, say, files).catch((error) => say(`could not be read: ${error.message}`));
  };
  const over = (event, on) => {
    event.preventDefault();
    event.stopPropagation(); // JupyterLab would open the file, or move the cell
    zone.classList.toggle("skx-drop-over", on);
  };
  input.addEventListener("change", () => {
    hold(input.files);
    input.value = ""; // so that the same file can be chosen again
  });
  zone.addEventListener("dragover", (event) => over(event, true));
  zone.addEventListener("dragleave", (event) => over(event, false));
  zone.addEventListener("drop", (event) => {
    over(event, false);
    hold(event.dataTransfer.files, event.dataTransfer.getData("text/plain"));
  });
  zone.addEventListener("paste", (event) => {
    over(event, false);
    hold(event.clipboardData.files, event.clipboardData.getData("text/plain"));
  });
  const show = () => {
    if (list.contains(document.activeElement)) input.focus(); // its button goes with the file
    list.replaceChildren(...model.get("names").map((name, n) => chosen(model, n, name)));
  };
  model.on("change:names", show);
  show();
  el.append(zone);
  return () => model.off("change:names", show);
}

export default { render };
