/** How a person is written down in a form. */
import { NativeSelect, TextInput } from "@mantine/core";
import type { Editing } from "@/records/RecordEditors";
import { found, missingText } from "@/records/validation";
import type { NewPerson, NewPersonDraft, PersonDraft, PersonInFull } from "./api";
import { stateInWords } from "./words";

type NewFields = { username: string; name: string; email: string };
type Fields = { name: string; email: string; active: string };

const WITHOUT_NAME = "Say what they are called.";
const ACTIVE = stateInWords(true);
const CLOSED = stateInWords(false);

export const newPersonEditing: Editing<NewPerson, NewPersonDraft, NewFields> = {
  labels: { username: "Username", name: "Name", email: "E-mail" },
  empty: { username: "", name: "", email: "" },
  fieldsOf: ({ username, name, email }) => ({ username, name, email }),
  check: ({ username, name, email }) =>
    found({
      name: missingText(name, WITHOUT_NAME),
      username: missingText(username, "Give the name they log in with."),
      email: wrongEmail(email),
    }),
  bodyOf: (fields) => fields,
  inputs: (form) => (
    <>
      <TextInput
        label="Username"
        required
        description="They log in with it."
        autoComplete="off"
        {...form.getInputProps("username")}
      />
      <TextInput label="Name" required autoComplete="off" {...form.getInputProps("name")} />
      <TextInput label="E-mail" type="email" autoComplete="off" {...form.getInputProps("email")} />
    </>
  ),
};

export const personEditing: Editing<PersonInFull, PersonDraft, Fields> = {
  labels: { name: "Name", email: "E-mail", active: "State" },
  empty: { name: "", email: "", active: ACTIVE },
  fieldsOf: ({ name, email, active }) => ({ name, email, active: stateInWords(active) }),
  check: ({ name, email }) =>
    found({ name: missingText(name, WITHOUT_NAME), email: wrongEmail(email) }),
  bodyOf: ({ active, ...texts }) => ({ ...texts, active: active === ACTIVE }),
  inputs: (form) => (
    <>
      <TextInput label="Name" required autoComplete="off" {...form.getInputProps("name")} />
      <TextInput label="E-mail" type="email" autoComplete="off" {...form.getInputProps("email")} />
      <NativeSelect
        label="State"
        description="Whoever may not log in keeps their tickets for later, and can use none."
        data={[ACTIVE, CLOSED]}
        styles={{ wrapper: { maxWidth: "14rem" } }}
        {...form.getInputProps("active")}
      />
    </>
  ),
};

function wrongEmail(email: string): string | undefined {
  const isRight = email.trim() === "" || /^\S+@\S+$/.test(email.trim());
  return isRight ? undefined : "Write the address as name@place, such as robin@usher.example.";
}
