"use strict";

// Files may be dropped, put in order and left out before they are sent; without a script the
// plain field does, in the order of choosing.
for (const zone of document.querySelectorAll("[data-desk-files]")) {
  const field = zone.querySelector("input[type=file]");
  const list = zone.querySelector("ol");
  let files = [];

  const show = () => {
    const held = new DataTransfer();
    files.forEach((file) => held.items.add(file));
    field.files = held.files;
    list.hidden = files.length === 0;
    list.replaceChildren(...files.map(line));
  };
  const button = (words, name, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.setAttribute("aria-label", `${words}: ${name}`);
    made.addEventListener("click", () => { act(); show(); });
    return made;
  };
  const line = (file, place) => {
    const item = document.createElement("li");
    item.append(file.name);
    if (place > 0) {
      item.append(button(list.dataset.up, file.name, () => {
        files.splice(place - 1, 2, file, files[place - 1]);
      }));
    }
    if (place < files.length - 1) {
      item.append(button(list.dataset.down, file.name, () => {
        files.splice(place, 2, files[place + 1], file);
      }));
    }
    item.append(button(list.dataset.out, file.name, () => { files.splice(place, 1); }));
    return item;
  };

  field.addEventListener("change", () => { files = [...files, ...field.files]; show(); });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("is-over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    files = [...files, ...event.dataTransfer.files];
    show();
  });
  window.addEventListener("pageshow", show);
}

// Large files are sent in pieces before the form, and go on where a broken line left them.
const PIECE = 1024 * 1024;
const MOST_FAILURES = 8;

const pause = (failures) => new Promise((done) => {
  setTimeout(done, Math.min(500 * 2 ** failures, 20000));
});

const encoded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

class Sending {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector(".desk-sending");
    this.headers = {
      "Tus-Resumable": "1.0.0",
      "X-CSRFToken": form.elements.csrfmiddlewaretoken.value,
    };
  }

  // A refusal is an answer and is not asked for again; anything else is the line's fault.
  async ask(address, method, headers, body) {
    const answer = await fetch(address, {method, body, headers: {...this.headers, ...headers}});
    if (!answer.ok && answer.status !== 409 && answer.status !== 423 && answer.status < 500) {
      const told = await answer.json().catch(() => ({}));
      throw new RangeError(told.message || `${answer.status}`);
    }
    return answer;
  }

  async insist(deed) {
    for (let failures = 0; ; failures += 1) {
      try {
        const answer = await deed();
        if (answer.ok) {
          this.say("");
          return answer;
        }
      } catch (error) {
        if (error instanceof RangeError) {
          throw error;
        }
      }
      if (failures === MOST_FAILURES) {
        throw new RangeError(this.status.dataset.givenUp);
      }
      this.say(this.status.dataset.again);
      await pause(failures);
    }
  }

  async send(file) {
    const announced = {
      "Upload-Length": `${file.size}`, "Upload-Metadata": `filename ${encoded(file.name)}`,
    };
    const begun = await this.insist(() => this.ask(this.form.dataset.deskPieces, "POST", announced));
    const place = new URL(begun.headers.get("Location"), location.href).pathname;
    let offset = 0;
    while (offset < file.size) {
      const answer = await this.insist(async () => {
        const known = await this.ask(place, "HEAD", {});
        offset = Number(known.headers.get("Upload-Offset"));
        const headers = {
          "Content-Type": "application/offset+octet-stream", "Upload-Offset": `${offset}`,
        };
        return this.ask(place, "PATCH", headers, file.slice(offset, offset + PIECE));
      });
      const safe = Number(answer.headers.get("Upload-Offset"));
      this.sent += safe - offset;
      offset = safe;
      this.status.querySelector("progress").value = this.sent / this.total;
    }
    return (await begun.json()).id;
  }

  async sendAll(files) {
    this.status.hidden = false;
    this.sent = 0;
    this.total = files.reduce((sum, file) => sum + file.size, 0);
    const uploads = [];
    for (const file of files) {
      uploads.push(await this.send(file));
    }
    return uploads;
  }

  say(words) {
    this.status.querySelector("span").textContent = words;
  }
}

for (const form of document.querySelectorAll("form[data-desk-pieces]")) {
  const field = form.querySelector("input[type=file]");
  form.addEventListener("submit", async (event) => {
    const files = [...field.files];
    // A second press was stopped already.
    if (event.defaultPrevented || files.every((file) => file.size <= PIECE) || files.some((file) => file.size === 0)) {
      return;
    }
    event.preventDefault();
    const sending = new Sending(form);
    try {
      for (const upload of await sending.sendAll(files)) {
        const hidden = document.createElement("input");
        Object.assign(hidden, {type: "hidden", name: "upload", value: upload});
        form.append(hidden);
      }
      field.value = "";
      form.submit();
    } catch (error) {
      delete form.dataset.deskSent;
      sending.say(error.message);
    }
  });
}
