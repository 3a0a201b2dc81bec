//! `DescribeRegions` in an account where a fault disables regions.

use super::call::ApiCall;
use crate::http::Answer;
use crate::xml;

/// Leaves the disabled regions out, or says that they are not opted in where all regions are asked for.
pub(crate) fn without(call: &ApiCall, answer: Answer, disabled: &[String]) -> Answer {
    if disabled.is_empty() || !call.is("ec2", "DescribeRegions") || !answer.status.is_success() {
        return answer;
    }
    let text = answer.text();
    let Some(list) = xml::list(text, "regionInfo") else { return answer };
    let all = call.param("AllRegions").is_some_and(|value| value.eq_ignore_ascii_case("true"));
    let items: String = list
        .items
        .iter()
        .map(|item| &text[item.clone()])
        .filter_map(|item| match xml::text_of(item, "regionName") {
            Some(region) if disabled.contains(&region) => {
                all.then(|| xml::with_text(item, "optInStatus", "not-opted-in"))
            }
            _ => Some(item.to_owned()),
        })
        .collect();
    let page = format!("{}{items}{}", &text[..list.content.start], &text[list.content.end..]);
    answer.with_body(page)
}
