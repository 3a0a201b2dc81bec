//! The page on which a stack is found, to be updated or deleted there.

use super::{Console, StackName, encoded};
use crate::region::Region;

impl Console {
    /// The list of a region's stacks, with the ones of this name. A page of the stack itself wants its id, which nobody
    /// here may know.
    pub fn stacks_named(&self, region: &Region, name: &StackName) -> String {
        let page = self.page(region, "cloudformation/home");
        format!("{page}?region={region}#/stacks?filteringStatus=active&filteringText={}", encoded(&name.0))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_stacks_of_a_name_are_listed_where_they_are() {
        let name = StackName::default();
        let page = |console: &Console, region: &str| console.stacks_named(&region.parse().unwrap(), &name);
        assert_eq!(
            page(&Console::Aws, "eu-west-1"),
            "https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks\
             ?filteringStatus=active&filteringText=alethia-provisioner-role",
            "in the region of the stack"
        );
        assert!(page(&Console::Aws, "cn-north-1").contains(".console.amazonaws.cn/"), "in the partition's console");
        let sandbox = Console::sandbox("http://127.0.0.1:4567").unwrap();
        let page = page(&sandbox, "eu-west-1");
        assert!(page.starts_with("http://127.0.0.1:4567/cloudformation/home?"), "in the sandbox on loopback: {page}");
        assert!(sandbox.owns(&page), "the browser may be sent there");
    }
}
