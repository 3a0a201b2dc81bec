// A refusal beside its field: what is wrong, then what to do.
import type { AppError } from "../ipc/generated/AppError";

export function ProblemText({ problem }: { problem: AppError }) {
  return (
    <span className="app-wrap">
      {problem.message}
      {problem.hint !== null && ` ${problem.hint}`}
      {problem.command !== null && ` ${problem.command}`}
    </span>
  );
}
