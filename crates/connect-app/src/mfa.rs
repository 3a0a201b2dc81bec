//! The window's questions for codes of MFA devices: the engine asks, the window shows, the person answers.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::oneshot;
use uuid::Uuid;

use connect_core::mfa::{MfaCode, MfaQuestion};
use connect_core::ports::MfaPrompt;

use crate::error::AppError;
use crate::view::{MfaEvent, MfaQuestionView};

/// Where the window hears of questions.
type Sink = Box<dyn Fn(MfaEvent) + Send>;

/// The questions that are open, in the order in which they came.
#[derive(Default)]
pub struct MfaQuestions(Mutex<Open>);

#[derive(Default)]
struct Open {
    window: Option<Sink>,
    list: Vec<Asked>,
}

/// One profile's question: it stays, also while AWS looks at the code, until no more codes are wanted.
struct Asked {
    view: MfaQuestionView,
    answer: Option<oneshot::Sender<Option<MfaCode>>>,
}

impl MfaQuestions {
    /// From now on the window hears of questions here, of those that wait for an answer at once.
    pub fn hear(&self, window: impl Fn(MfaEvent) + Send + 'static) {
        let mut open = self.open();
        for asked in open.list.iter().filter(|asked| asked.answer.is_some()) {
            window(MfaEvent::Asked { question: asked.view.clone() });
        }
        open.window = Some(Box::new(window));
    }

    /// Gives the code that a person has typed, or none at all. What is no code is refused, and the question stays.
    pub fn answer(&self, id: Uuid, code: Option<&str>) -> Result<(), AppError> {
        let code = code.map(str::parse::<MfaCode>).transpose().map_err(|error| AppError::input(error.to_string()))?;
        let mut open = self.open();
        let asked = open.list.iter_mut().find(|asked| asked.view.id == id).and_then(|asked| asked.answer.take());
        let over = || AppError::not_now("the code is no longer wanted: nobody waited for it any more");
        asked.ok_or_else(over)?.send(code).map_err(|_| over())
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn tell(&self, event: MfaEvent) {
        if let Some(window) = &self.window {
            window(event);
        }
    }

    fn place(&self, profile: &str, device: &str) -> Option<usize> {
        self.list.iter().position(|asked| asked.view.profile == profile && asked.view.device == device)
    }
}

#[async_trait]
impl MfaPrompt for MfaQuestions {
    async fn ask(&self, question: &MfaQuestion) -> Option<MfaCode> {
        let (answer, answered) = oneshot::channel();
        {
            let mut open = self.open();
            let place = open.place(&question.profile, &question.device);
            // After a refusal it is the same question, so that the dialog stays where it is.
            let id = place.and_then(|place| open.list.get(place)).map_or_else(Uuid::new_v4, |asked| asked.view.id);
            let view = MfaQuestionView::of(id, question);
            open.tell(MfaEvent::Asked { question: view.clone() });
            let asked = Asked { view, answer: Some(answer) };
            match place.and_then(|place| open.list.get_mut(place)) {
                Some(same) => *same = asked,
                None => open.list.push(asked),
            }
        }
        answered.await.ok().flatten()
    }

    fn done(&self, profile: &str, device: &str) {
        let mut open = self.open();
        if let Some(place) = open.place(profile, device) {
            let asked = open.list.remove(place);
            open.tell(MfaEvent::Closed { id: asked.view.id });
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::sync::Arc;

    use tokio::task::JoinHandle;

    use super::*;
    use crate::error::ErrorCode;

    type Heard = Arc<Mutex<Vec<MfaEvent>>>;

    fn question(refusal: Option<&str>) -> MfaQuestion {
        MfaQuestion {
            profile: "ops".to_owned(),
            device: "arn:aws:iam::111122223333:mfa/me".to_owned(),
            refusal: refusal.map(str::to_owned),
            tries_left: if refusal.is_some() { 2 } else { 3 },
        }
    }

    fn hear(questions: &MfaQuestions) -> Heard {
        let heard = Heard::default();
        let window = Arc::clone(&heard);
        questions.hear(move |event| window.lock().unwrap().push(event));
        heard
    }

    async fn ask(questions: &Arc<MfaQuestions>, question: MfaQuestion) -> JoinHandle<Option<MfaCode>> {
        let questions = Arc::clone(questions);
        let asking = tokio::spawn(async move { questions.ask(&question).await });
        tokio::task::yield_now().await;
        asking
    }

    fn newest(heard: &Heard) -> MfaQuestionView {
        match heard.lock().unwrap().last() {
            Some(MfaEvent::Asked { question }) => question.clone(),
            other => panic!("a question was expected: {other:?}"),
        }
    }

    #[tokio::test]
    async fn a_question_is_told_and_its_code_comes_back() {
        let questions = Arc::new(MfaQuestions::default());
        let heard = hear(&questions);
        let asking = ask(&questions, question(None)).await;
        let shown = newest(&heard);
        assert_eq!((shown.profile.as_str(), shown.tries_left), ("ops", 3), "with all that the person needs to know");
        let malformed = questions.answer(shown.id, Some("12345a")).unwrap_err();
        assert_eq!(malformed.code, ErrorCode::Input, "what is no code is told beside the field");
        assert!(!asking.is_finished(), "and the question stays open");
        questions.answer(shown.id, Some("123 456")).unwrap();
        assert_eq!(asking.await.unwrap().unwrap().digits(), "123456", "the code comes to whoever asked");
        let again = questions.answer(shown.id, Some("123456")).unwrap_err();
        assert_eq!(again.code, ErrorCode::NotNow, "a second answer, as by a double click, goes nowhere");
    }

    #[tokio::test]
    async fn a_refusal_keeps_the_dialog_and_the_end_closes_it() {
        let questions = Arc::new(MfaQuestions::default());
        let heard = hear(&questions);
        let first = ask(&questions, question(None)).await;
        let id = newest(&heard).id;
        questions.answer(id, Some("123456")).unwrap();
        first.await.unwrap();
        let second = ask(&questions, question(Some("invalid"))).await;
        let shown = newest(&heard);
        assert_eq!((shown.id, shown.refusal.as_deref(), shown.tries_left), (id, Some("invalid"), 2), "the same dialog");
        questions.answer(id, None).unwrap();
        assert_eq!(second.await.unwrap(), None, "cancelled");
        questions.done("ops", "arn:aws:iam::111122223333:mfa/me");
        assert_eq!(heard.lock().unwrap().last(), Some(&MfaEvent::Closed { id }), "then it goes");
        assert!(questions.answer(id, Some("123456")).is_err(), "and takes no answer any more");
    }

    #[tokio::test]
    async fn a_window_that_is_loaded_again_is_told_what_is_open() {
        let questions = Arc::new(MfaQuestions::default());
        let asking = ask(&questions, question(None)).await;
        let heard = hear(&questions);
        questions.answer(newest(&heard).id, Some("123456")).unwrap();
        asking.await.unwrap().unwrap();
        assert_eq!(hear(&questions).lock().unwrap().len(), 0, "what is answered is not asked again");
    }
}
