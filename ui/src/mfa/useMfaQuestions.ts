// The codes that the program waits for, in the order in which it asked.
import { useEffect, useState } from "react";

import { useHost } from "../components/HostContext";
import type { MfaEvent } from "../ipc/generated/MfaEvent";
import type { MfaQuestionView } from "../ipc/generated/MfaQuestionView";

/** A question that is asked again, after a refusal, keeps its place. */
function after(questions: MfaQuestionView[], event: MfaEvent): MfaQuestionView[] {
  if (event.type === "closed") return questions.filter(({ id }) => id !== event.id);
  const { question } = event;
  return questions.some(({ id }) => id === question.id)
    ? questions.map((one) => (one.id === question.id ? question : one))
    : [...questions, question];
}

export function useMfaQuestions(): MfaQuestionView[] {
  const host = useHost();
  const [questions, setQuestions] = useState<MfaQuestionView[]>([]);
  useEffect(() => {
    let listening = true;
    host
      .hearMfa((event) => {
        if (listening) setQuestions((open) => after(open, event));
      })
      // A program that could not start says so on the first screen.
      .catch(() => undefined);
    return () => {
      listening = false;
    };
  }, [host]);
  return questions;
}
