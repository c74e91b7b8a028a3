/** Gives a role to several people, or takes it from them, after saying who gains and loses what. */
import { plural, t } from "@lingui/core/macro";
import { Button, Group, Skeleton } from "@mantine/core";
import { useState } from "react";
import { ActionProblem } from "@/permissions/ActionProblem";
import { ProblemPanel } from "@/permissions/ProblemPanel";
import { ruleOfGiving } from "@/permissions/sentences";
import { LeftAlone, offerUndo, sayDone } from "@/records/offerUndo";
import { Problem } from "@/session/problem";
import { Avatar } from "@/ui/Avatar";
import { Dialog } from "@/ui/Dialog";
import { errorMessage } from "@/ui/errorMessages";
import { formatList } from "@/ui/format";
import { AffectedPeople } from "./AffectedPeople";
import {
  type MemberResult,
  type MembersChange,
  type MembersRequest,
  useChangeMembers,
  useMembersPreview,
} from "./api";
import classes from "./MembersDialog.module.css";

export interface NamedPerson {
  id: string;
  name: string;
  /** Why it would change nothing for them, as a sentence. */
  without?: string | undefined;
}

export interface MembersQuestion {
  role: { id: string; name: string };
  /** The version of the role that was seen, where it was. */
  etag: string | null;
  people: readonly NamedPerson[];
  isGiven: boolean;
}

interface Props {
  question: MembersQuestion;
  /** `isDone`: whether anything was changed. */
  onClose: (isDone: boolean) => void;
}

export function MembersDialog({ question, onClose }: Props) {
  const { role, people, isGiven, etag } = question;
  const ids = people.map(({ id }) => id);
  const change = isGiven ? { add: ids, remove: [] } : { add: [], remove: ids };
  const sending = useChangeMembers(role.id);
  const undoing = useChangeMembers(role.id);
  const [results, setResults] = useState<readonly MemberResult[] | null>(null);

  async function send(): Promise<void> {
    const answer = await sending.mutateAsync({ ...change, etag }).catch(() => null);
    if (!answer) return;
    const changed = answer.results.filter(({ outcome }) => outcome === "changed");
    tell(role.name, changed.length, isGiven, async () => {
      const back = await undoing.mutateAsync(reversed(changed, isGiven));
      const left = back.results.filter(({ outcome }) => outcome === "refused");
      if (left.length > 0) throw leftAlone(left, people);
    });
    if (answer.results.some(({ outcome }) => outcome === "refused")) setResults(answer.results);
    else onClose(true);
  }

  return (
    <Dialog
      isOpen
      onClose={() => onClose(results !== null)}
      title={isGiven ? t`Give the role ${role.name}?` : t`Take the role ${role.name} away?`}
    >
      {results ? (
        <Refused people={people} results={results} />
      ) : (
        <>
          <People people={people} />
          <Preview role={role.id} change={change} />
          <Without people={people} />
        </>
      )}
      {sending.error && <ActionProblem error={sending.error} />}
      <Group gap="sm">
        {!results && (
          <Button
            {...(!isGiven && { variant: "outline" })}
            loading={sending.isPending}
            onClick={() => void send()}
          >
            {isGiven
              ? plural(people.length, { one: "Give it to # person", other: "Give it to # people" })
              : plural(people.length, {
                  one: "Take it from # person",
                  other: "Take it from # people",
                })}
          </Button>
        )}
        <Button variant="default" onClick={() => onClose(results !== null)} data-autofocus>
          {results ? t`Close` : t`Leave it as it is`}
        </Button>
      </Group>
    </Dialog>
  );
}

/** More would push the buttons off the page. */
const MOST_NAMED = 12;

function People({ people }: { people: readonly NamedPerson[] }) {
  const others = people.length - MOST_NAMED;
  return (
    <ul className={classes.people} aria-label={t`Who it is about`}>
      {people.slice(0, MOST_NAMED).map(({ id, name }) => (
        <li key={id} className={classes.person}>
          <Avatar id={id} name={name} />
          {name}
        </li>
      ))}
      {others > 0 && <li>{plural(others, { one: "and # other", other: "and # others" })}</li>}
    </ul>
  );
}

function Without({ people }: { people: readonly NamedPerson[] }) {
  const named = people.filter(({ without }) => without);
  const others = named.length - MOST_NAMED;
  return (
    <>
      {named.slice(0, MOST_NAMED).map(({ id, without }) => (
        <p key={id}>{without}</p>
      ))}
      {others > 0 && <p>{plural(others, { one: "and # other", other: "and # others" })}</p>}
    </>
  );
}

function Preview({ role, change }: { role: string; change: MembersChange }) {
  const { data, error, refetch } = useMembersPreview(role, change);
  return (
    <div role="status" className={classes.preview}>
      {data ? (
        <AffectedPeople preview={data} />
      ) : error ? (
        <ProblemPanel error={error} retry={() => void refetch()} />
      ) : (
        <Skeleton height={64} aria-busy="true" />
      )}
    </div>
  );
}

interface RefusedProps {
  people: readonly NamedPerson[];
  results: readonly MemberResult[];
}

function Refused({ people, results }: RefusedProps) {
  const refused = results.filter(({ outcome }) => outcome === "refused");
  // For whom nothing was to change, nothing was done.
  const done = results.filter(({ outcome }) => outcome === "changed").length;
  return (
    <div role="alert" className={classes.preview}>
      <p>
        {plural(done, {
          0: "Nothing was changed.",
          one: "Done for # person. For these it was refused:",
          other: "Done for # people. For these it was refused:",
        })}
      </p>
      <ul className={classes.refused}>
        {refused.map((result) => {
          const name = nameIn(people, result);
          return (
            <li key={result.id} className={classes.refusal}>
              <Avatar id={result.id} name={name} />
              <span>
                <strong>{name}</strong>
                <br />
                {reasonOf(result)}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function nameIn(people: readonly NamedPerson[], { id }: MemberResult): string {
  return people.find((each) => each.id === id)?.name ?? id;
}

function reasonOf(result: MemberResult): string {
  switch (result.code) {
    case "last_role_editor":
      return t`Nobody could edit roles any more. Give edit:roles to somebody else first.`;
    case "precondition_failed":
      return t`Somebody changed what they are given in this moment. Try again.`;
    case "not_found":
      return t`They are not here any more.`;
    case "unheld_permission":
      return ruleOfGiving();
    default: {
      const { title, advice } = errorMessage(asProblem(result));
      return `${title}. ${advice}`;
    }
  }
}

function tell(role: string, count: number, isGiven: boolean, undo: () => Promise<unknown>): void {
  if (count === 0) {
    sayDone(t`Nothing was changed.`);
    return;
  }
  const done = isGiven
    ? plural(count, { one: `# person has ${role} now.`, other: `# people have ${role} now.` })
    : plural(count, {
        one: `# person no longer has ${role}.`,
        other: `# people no longer have ${role}.`,
      });
  offerUndo(done, undo);
}

/** Of those for whom it changed something, as that left them. */
function reversed(changed: readonly MemberResult[], wasGiven: boolean): MembersRequest {
  const ids = changed.map(({ id }) => id);
  const versions = Object.fromEntries(changed.map(({ id, version }) => [id, version ?? ""]));
  return { add: wasGiven ? [] : ids, remove: wasGiven ? ids : [], versions, etag: null };
}

/** Whose rights an Undo did not touch, and why. */
function leftAlone(left: readonly MemberResult[], people: readonly NamedPerson[]): LeftAlone {
  const names = formatList(left.map((each) => nameIn(people, each)));
  const other = left.find(({ code }) => code !== "precondition_failed");
  const why = other
    ? reasonOf(other)
    : t`Somebody changed what they are given meanwhile, and that is kept.`;
  return new LeftAlone(t`Not undone for ${names}.`, why);
}

function asProblem({ code, detail }: MemberResult): Problem {
  return new Problem(new Response(null, { status: 409 }), { code, detail });
}
