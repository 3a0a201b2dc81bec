//! Checks 2, 3 and 4: the probes A-B-C-A, and the wait for a role that AWS still spreads.

use std::sync::Arc;

use tokio::time::sleep;
use uuid::Uuid;

use connect_core::check::{Audience, Cause, Check, CheckId, Evidence, Remedy};
use connect_core::diagnosis::{DenialEvidence, Diagnosis, diagnose};
use connect_core::failure::CallFailure;
use connect_core::ports::{AssumeRequest, Identity, RoleSession};
use connect_core::probe::{Answer, Probe, ProbeVerdict, Proof, judge};
use connect_core::trust::Runner;

use super::patience::could_be_fresh;
use super::trust::Look;
use super::{Probed, Run, remedies};

/// Sessions are only needed for the run; 15 minutes is the shortest that AWS gives.
const SESSION_SECONDS: u32 = 900;

/// The answers of one round.
struct Round {
    right: Answer,
    none: Answer,
    wrong: Answer,
    /// To the External ID from before, while it is rotated.
    former: Option<Answer>,
    again: Option<Answer>,
    /// Of the first that got in, whichever that is.
    session: Option<Arc<dyn RoleSession>>,
    requests: Requests,
}

impl Round {
    /// How the runner was let in other than by the right External ID.
    fn let_in(&self) -> Option<&'static str> {
        let others = [
            (Some(&self.none), "without an External ID"),
            (Some(&self.wrong), "with another External ID"),
            (self.former.as_ref(), "with the External ID from before"),
        ];
        others.into_iter().find(|(answer, _)| *answer == Some(&Answer::Allowed)).map(|(_, how)| how)
    }

    fn lets_former_in(&self) -> bool {
        self.former == Some(Answer::Allowed)
    }

    /// The answers to what must be refused beside the right one. A role that still wants the External ID from before, and
    /// not the new one, is no less safe than it was.
    fn wrong(&self) -> Vec<&Answer> {
        let former = self.former.as_ref().filter(|_| self.right == Answer::Allowed);
        std::iter::once(&self.wrong).chain(former).collect()
    }

    fn verdict(&self) -> ProbeVerdict {
        judge(&self.right, &self.none, &self.wrong(), self.again.as_ref())
    }
}

/// AWS's request ids of the probes.
#[derive(Default)]
struct Requests {
    right: Option<String>,
    none: Option<String>,
    wrong: Option<String>,
}

impl Run<'_> {
    /// Checks 2 to 4.
    pub(super) async fn probes(&mut self, runner: &dyn Identity, target: Option<&dyn Identity>) -> Probed {
        self.begin(CheckId::AssumeRole);
        self.first_try();
        let principal = Runner::new(runner.caller().account.clone(), runner.caller().arn.clone());
        let mut round = self.round(runner).await;
        let refused = matches!(round.right, Answer::Denied(_));
        let seen_by = target.filter(|_| refused || round.verdict().unsafe_role());
        let mut look = Look::through(seen_by, &principal, self.request).await;
        if let Some(mut first) = self.diagnosed(&round, &principal, &look) {
            if !first.settled() {
                look.own_policies = self.own_policies(runner).await;
                first = self.diagnosed(&round, &principal, &look).unwrap_or(first);
            }
            // That it still wants the External ID from before may be because AWS spreads the change.
            if round.lets_former_in() || (!first.settled() && could_be_fresh(look.created_at())) {
                round = self.wait_out(runner, round).await;
            }
        } else if matches!(&round.again, Some(Answer::Denied(_))) {
            // The first A got through before the role was everywhere: only a steady A-B-C-A counts.
            self.patience.fresh = true;
            sleep(self.retry_every()).await;
            round = self.round(runner).await;
        }
        if round.right == Answer::Allowed && round.lets_former_in() {
            round = self.wait_former_out(runner, round).await;
        }
        let diagnosis = self.diagnosed(&round, &principal, &look);
        self.conclude(round, diagnosis.as_ref(), &principal, &look, runner)
    }

    /// The probes cannot be sent.
    pub(super) fn skip_probes(&mut self, has_runner: bool, has_target: bool) -> Probed {
        let why = if has_runner {
            "Not sent: the runner and the Role ARN do not go together."
        } else if self.request.without_runner {
            "Not sent: there is no runner."
        } else {
            "Not sent: the runner has no usable credentials."
        };
        let instead = if has_target {
            " The trust policy's text is judged below instead, which proves less than a try."
        } else {
            ""
        };
        for id in [CheckId::AssumeRole, CheckId::ExternalIdRequired, CheckId::ExternalIdExact] {
            self.skip(id, &format!("{why}{instead}"));
        }
        Probed { session: None, unsafe_role: false }
    }

    async fn round(&self, runner: &dyn Identity) -> Round {
        let right = self.probe(runner, Probe::Right).await;
        let none = self.probe(runner, Probe::None).await;
        let wrong = self.probe(runner, Probe::Wrong).await;
        let former = match self.request.former_external_id {
            Some(_) => Some(self.probe(runner, Probe::Former).await),
            None => None,
        };
        let again = if right.is_ok() { Some(self.probe(runner, Probe::Again).await) } else { None };
        let requests = Requests { right: request_id(&right), none: request_id(&none), wrong: request_id(&wrong) };
        let session = [&right, &none, &wrong].into_iter().find_map(|probe| probe.as_ref().ok().map(Arc::clone));
        Round {
            right: answer(right),
            none: answer(none),
            wrong: answer(wrong),
            former: former.map(answer),
            again: again.map(answer),
            session,
            requests,
        }
    }

    async fn probe(&self, runner: &dyn Identity, probe: Probe) -> Result<Arc<dyn RoleSession>, CallFailure> {
        let external_id = match probe {
            Probe::Right | Probe::Again => Some(self.request.external_id.clone()),
            Probe::None => None,
            Probe::Wrong => Some(self.request.external_id.near_miss(Uuid::new_v4())),
            Probe::Former => self.request.former_external_id.clone(),
        };
        runner
            .assume(&AssumeRequest {
                role: self.request.role_arn.clone(),
                external_id,
                session_name: probe.session_name(self.id),
                duration_seconds: SESSION_SECONDS,
            })
            .await
    }

    /// Repeats A until AWS lets the runner in or the wait is over; then a whole round once more.
    async fn wait_out(&mut self, runner: &dyn Identity, refused: Round) -> Round {
        while self.pause().await {
            match self.probe(runner, Probe::Right).await {
                Ok(_) => {
                    self.patience.fresh = true;
                    return self.steady_round(runner).await;
                }
                Err(failure) if matches!(Answer::of_failure(failure.clone()), Answer::Unclear(_)) => {
                    return self.round(runner).await;
                }
                Err(_) => {}
            }
        }
        refused
    }

    /// Repeats the External ID from before until AWS refuses it or the wait is over; then a whole round once more.
    async fn wait_former_out(&mut self, runner: &dyn Identity, round: Round) -> Round {
        while self.pause().await {
            if self.probe(runner, Probe::Former).await.is_err() {
                return self.round(runner).await;
            }
        }
        round
    }

    /// A fresh role can still be refused here and there after it was first let in.
    async fn steady_round(&self, runner: &dyn Identity) -> Round {
        let round = self.round(runner).await;
        if (&round.right, &round.again) == (&Answer::Allowed, &Some(Answer::Allowed)) {
            return round;
        }
        sleep(self.retry_every()).await;
        self.round(runner).await
    }

    fn diagnosed(&self, round: &Round, runner: &Runner, look: &Look) -> Option<Diagnosis> {
        let Answer::Denied(denial) = &round.right else { return None };
        Some(diagnose(&DenialEvidence {
            denial,
            runner,
            role: &self.request.role_arn,
            platform_account: self.request.platform_account.as_ref(),
            let_in: round.let_in(),
            lookup: &look.lookup,
            own_policies: look.own_policies,
        }))
    }

    fn conclude(
        &mut self,
        mut round: Round,
        diagnosis: Option<&Diagnosis>,
        runner: &Runner,
        look: &Look,
        identity: &dyn Identity,
    ) -> Probed {
        let verdict = round.verdict();
        let requests = std::mem::take(&mut round.requests);
        let mut assume = self.assume_check(&round, diagnosis, runner, look).with_requests(requests.right);
        if let Some(region) = identity.fallback_region() {
            let (own, said) = (identity.region(), assume.summary.trim_end_matches('.'));
            assume.summary = format!("{said}. STS is switched off in {own}, so that of {region} was asked.");
        }
        self.end(assume);
        let mend = || remedies::mend_trust(self.request, runner, look.trust_policy());
        let required = self.external_id_check(CheckId::ExternalIdRequired, verdict.required, &round.none, mend);
        let exact = self.exact_check(&round, verdict.exact, mend);
        self.end(required.with_requests(requests.none));
        self.end(exact.with_requests(requests.wrong));
        let unsafe_role = verdict.unsafe_role() || !proved(verdict) || self.is_stranger(runner);
        Probed { session: round.session, unsafe_role }
    }

    /// Whether the runner is known not to be the platform's: what it proves, it proves for another account.
    fn is_stranger(&self, runner: &Runner) -> bool {
        self.request.platform_account.as_ref().is_some_and(|platform| platform != runner.account())
    }

    fn assume_check(&self, round: &Round, diagnosis: Option<&Diagnosis>, runner: &Runner, look: &Look) -> Check {
        match (&round.right, diagnosis) {
            (Answer::Allowed, _) if self.is_stranger(runner) => self.stranger_let_in(runner, look),
            (Answer::Allowed, _) => Check::pass(
                CheckId::AssumeRole,
                Evidence::Live,
                format!("{runner} can assume {} with the External ID.", self.request.role_arn),
            ),
            (Answer::Denied(denial), Some(diagnosis)) => {
                let summary = format!(
                    "{}. AWS said: {}",
                    super::words::capitalised(&diagnosis.sentence),
                    super::words::told(denial)
                );
                Check::fail(
                    CheckId::AssumeRole,
                    diagnosis.evidence,
                    diagnosis.cause,
                    summary,
                    remedies::for_denial(self.request, diagnosis, runner, look),
                )
            }
            (Answer::Denied(failure) | Answer::Unclear(failure), _) => self.failed_call(CheckId::AssumeRole, failure),
        }
    }

    /// It is not the platform that was let in, so nothing is proved for the platform.
    fn stranger_let_in(&self, runner: &Runner, look: &Look) -> Check {
        let (role, account) = (&self.request.role_arn, runner.account());
        let platform = self.request.platform_account.as_ref().unwrap_or(account);
        let summary = format!(
            "{role} lets {runner} in with the External ID, but account {account} is not the platform account {platform}: nothing is proved for the platform."
        );
        let choose = remedies::wrong_account(self.request, runner);
        let close = remedies::mend_trust(self.request, runner, look.trust_policy());
        let remedies = std::iter::once(choose).chain(close).collect();
        Check::fail(CheckId::AssumeRole, Evidence::Live, Cause::RunnerWrongAccount, summary, remedies)
    }

    /// Check 4. While the External ID is rotated, the one from before is a wrong one as well.
    fn exact_check(&self, round: &Round, proof: Proof, mend: impl Fn() -> Vec<Remedy>) -> Check {
        let id = CheckId::ExternalIdExact;
        if proof == Proof::Broken && round.wrong != Answer::Allowed {
            let summary = "AWS still lets the runner in with the External ID from before, beside the new one: whoever knows that one can still have the platform assume this role.";
            return Check::fail(id, Evidence::Live, Cause::TrustExternalIdNotEnforced, summary, mend());
        }
        let unclear = round.wrong().into_iter().find(|answer| matches!(answer, Answer::Unclear(_)));
        let mut check = self.external_id_check(id, proof, unclear.unwrap_or(&round.wrong), mend);
        if proof == Proof::Holds && round.former.is_some() {
            check.summary.push_str(" It refuses the External ID from before, too.");
        }
        check
    }

    fn external_id_check(&self, id: CheckId, proof: Proof, answer: &Answer, mend: impl Fn() -> Vec<Remedy>) -> Check {
        let (without, claim) = match id {
            CheckId::ExternalIdRequired => ("without an External ID", "no External ID"),
            _ => ("with an External ID that differs in one character", "an External ID that differs in one character"),
        };
        match (proof, answer) {
            (Proof::Holds, _) => Check::pass(
                id,
                Evidence::Live,
                format!("AWS refuses {without}, and still accepts the right one afterwards."),
            ),
            (Proof::Broken, _) => Check::fail(
                id,
                Evidence::Live,
                Cause::TrustExternalIdNotEnforced,
                format!(
                    "Unsafe: AWS let the runner in with {claim}. Any customer of the platform could have it assume this role (confused deputy)."
                ),
                mend(),
            ),
            (Proof::Nothing, _) => Check::skipped(
                id,
                format!("AWS refuses {without}, which proves nothing while it refuses the right one too."),
            ),
            (Proof::Unclear, Answer::Unclear(failure)) => self.failed_call(id, failure),
            (Proof::Unclear, _) => Check::fail(
                id,
                Evidence::None,
                Cause::AssumeDenied,
                format!("Not proved: AWS refuses {without}, but did not steadily accept the right one."),
                vec![Remedy::words(
                    Audience::You,
                    "AWS is probably still spreading the role: verify again in a minute.",
                )],
            ),
        }
    }
}

fn proved(verdict: ProbeVerdict) -> bool {
    verdict.required == Proof::Holds && verdict.exact == Proof::Holds
}

fn answer(result: Result<Arc<dyn RoleSession>, CallFailure>) -> Answer {
    result.map_or_else(Answer::of_failure, |_| Answer::Allowed)
}

fn request_id(result: &Result<Arc<dyn RoleSession>, CallFailure>) -> Option<String> {
    match result {
        Ok(session) => session.request_id().map(str::to_owned),
        Err(failure) => failure.request_id.clone(),
    }
}
