//! The demands of a rule with their places in it.

use super::{
    model::{CompletionRule, Demand},
    tally::lay_out,
};

impl CompletionRule {
    /// Every demand with its place in the tree, such as `all/2/any/0`, in reading order; the root first.
    ///
    /// These are the paths verdicts name and dispensations are given for.
    #[must_use]
    pub fn places(&self) -> Vec<(String, &Demand)> {
        let mut nodes = Vec::new();
        let root = self.demand();
        lay_out(root, root.word().to_owned(), root.word(), &mut nodes);
        nodes.into_iter().map(|node| (node.path, node.demand)).collect()
    }

    /// The keys of the assignments the rule asks for, each once, in reading order.
    #[must_use]
    pub fn assignments(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = Vec::new();
        for (_, demand) in self.places() {
            if let Demand::Assignment { key, .. } = demand
                && !keys.contains(&key.as_str())
            {
                keys.push(key);
            }
        }
        keys
    }

    /// Whether the rule asks how far the organisation's rollout plan has come.
    #[must_use]
    pub fn asks_for_the_plan(&self) -> bool {
        self.places().iter().any(|(_, demand)| matches!(demand, Demand::RolloutPlan { .. }))
    }

    /// The demand at `path`; `None` where the rule has no such place.
    #[must_use]
    pub fn demand_at(&self, path: &str) -> Option<&Demand> {
        self.places().into_iter().find(|(place, _)| place == path).map(|(_, demand)| demand)
    }
}
