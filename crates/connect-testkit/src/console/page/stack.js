// Reads the quick-create link, shows what it asks for, creates the stack and follows it; or shows one that is there.
// The link: /cloudformation/home?region=R#/stacks/quickcreate?templateURL=...&stackName=...&param_X=...
const element = (id) => document.getElementById(id);
const fragment = location.hash.includes("?") ? location.hash.slice(location.hash.indexOf("?") + 1) : "";
const link = new URLSearchParams(fragment);
const region = new URLSearchParams(location.search).get("region") || "eu-central-1";
// The list of stacks by a name, where one is deleted: #/stacks?filteringStatus=active&filteringText=NAME
const listed = location.hash.startsWith("#/stacks?") ? link.get("filteringText") : null;
const template = { region, template_url: link.get("templateURL") || "" };

async function ask(path, body, method = "POST") {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(path, body && { method, headers, body: JSON.stringify(body) });
  const text = await answer.text();
  if (answer.ok) return JSON.parse(text);
  let refusal;
  try { refusal = JSON.parse(text); } catch { refusal = { code: `HTTP ${answer.status}`, message: text }; }
  throw new Error(`${refusal.code}: ${refusal.message}`);
}

function show(error) {
  element("error").textContent = error ? error.message : "";
  element("error").hidden = !error;
}

function parameterField(parameter) {
  const name = parameter.ParameterKey;
  const field = document.createElement("div");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const hint = document.createElement("p");
  label.textContent = name;
  label.htmlFor = input.id = `param_${name}`;
  input.name = name;
  input.autocomplete = "off";
  input.spellcheck = false;
  input.value = link.get(`param_${name}`) ?? parameter.DefaultValue ?? "";
  // As in AWS: a link cannot fill what must not be shown.
  if (parameter.NoEcho === "true") { input.type = "password"; input.value = ""; }
  hint.className = "hint";
  hint.id = `${input.id}_hint`;
  hint.textContent = parameter.Description ?? "";
  input.setAttribute("aria-describedby", hint.id);
  field.append(label, input, hint);
  return field;
}

async function showTemplate() {
  show();
  try {
    const summary = await ask("/api/template", template);
    element("description").textContent = summary.description || "–";
    element("sha256").textContent = summary.sha256 ? `SHA-256 ${summary.sha256}` : "";
    element("parameters").replaceChildren(...summary.parameters.map(parameterField));
    if (summary.parameters.length === 0) element("parameters").textContent = "No parameters.";
  } catch (error) {
    element("parameters").textContent = "–";
    show(error);
  }
}

function row(cells) {
  const line = document.createElement("tr");
  for (const cell of cells) {
    const data = document.createElement("td");
    data.append(cell ?? "");
    line.append(data);
  }
  return line;
}

function copyButton(key, value) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${key}`);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value);
    button.textContent = "Copied";
  });
  return button;
}

function output({ OutputKey: key, OutputValue: value, Description: description }) {
  const code = document.createElement("code");
  code.textContent = value;
  code.dataset.output = key;
  return row([key, code, description, copyButton(key, value)]);
}

function showStack(stack) {
  element("status").textContent = stack.status;
  element("status").dataset.state = stack.status === "CREATE_COMPLETE" ? "good" : /FAILED|ROLLBACK/.test(stack.status) ? "bad" : "";
  element("reason").textContent = stack.reason ?? "";
  element("no-outputs").hidden = stack.outputs.length > 0;
  element("outputs").hidden = stack.outputs.length === 0;
  element("outputs").tBodies[0].replaceChildren(...stack.outputs.map(output));
  element("events").tBodies[0].replaceChildren(...stack.events.map((event) =>
    row([event.Timestamp, event.LogicalResourceId, event.ResourceStatus, event.ResourceStatusReason])));
}

async function follow(stackName) {
  element("stack").hidden = false;
  element("stack-title").textContent = `Stack ${stackName}`;
  element("stack-title").focus();
  const query = new URLSearchParams({ region, stack_name: stackName });
  for (;;) {
    const stack = await ask(`/api/stacks?${query}`);
    showStack(stack);
    if (!/_IN_PROGRESS$/.test(stack.status)) return;
    await new Promise((resume) => setTimeout(resume, 500));
  }
}

async function create(event) {
  event.preventDefault();
  show();
  const fields = element("parameters").querySelectorAll("input");
  const wish = {
    ...template,
    stack_name: element("stack-name").value,
    parameters: Object.fromEntries([...fields].map((input) => [input.name, input.value])),
    acknowledged: element("acknowledge").checked,
  };
  element("create").disabled = true;
  try {
    await ask("/api/stacks", wish);
    await follow(wish.stack_name);
  } catch (error) {
    show(error);
  } finally {
    element("create").disabled = false;
  }
}

function failed(error) {
  element("stack-error").textContent = error.message;
  element("stack-error").hidden = false;
}

async function remove() {
  element("delete").disabled = true;
  const query = new URLSearchParams({ region, stack_name: listed });
  try {
    await ask(`/api/stacks?${query}`, {}, "DELETE");
  } catch (error) {
    failed(error);
    element("delete").disabled = false;
    return;
  }
  // CloudFormation knows a deleted stack by its id only: by its name it is gone once it cannot be described.
  while (await ask(`/api/stacks?${query}`).then(() => true, () => false)) {
    await new Promise((resume) => setTimeout(resume, 500));
  }
  element("status").textContent = "DELETE_COMPLETE";
  element("delete").hidden = true;
}

function showListed() {
  element("title").textContent = "Stacks";
  document.title = "Stacks · Sandbox console";
  element("form").hidden = true;
  element("delete").addEventListener("click", remove);
  follow(listed).then(() => { element("delete").hidden = false; }, (error) => {
    element("stack").hidden = true;
    failed(error);
  });
}

element("region").textContent = region;
element("stack-name").value = link.get("stackName") ?? "";
element("template-url").textContent = template.template_url;
element("form").addEventListener("submit", create);
element("file").addEventListener("change", async ({ target }) => {
  template.template_body = await target.files[0].text();
  await showTemplate();
});
// Another link in the same tab changes only the fragment.
addEventListener("hashchange", () => location.reload());

if (listed !== null) {
  showListed();
} else if (template.template_url) {
  showTemplate();
} else {
  element("by-link").hidden = true;
  element("by-file").hidden = false;
  element("parameters").textContent = "Choose a template first.";
}
