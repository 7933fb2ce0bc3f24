//! What of a query can be asked before the funnel has spoken.

use crate::ast::Node;

/// A part once everything that needs a verdict is taken for true where that lets more match.
enum Early {
    /// It says nothing before the verdict.
    Open,
    /// This much can be asked.
    Asks(Node),
}

/// The part of `node` that holds whenever the whole can hold. `None` when that says nothing.
pub(crate) fn first_pass(node: &Node) -> Option<Node> {
    match early(node) {
        Early::Open => None,
        Early::Asks(node) => Some(node),
    }
}

fn early(node: &Node) -> Early {
    if !node.needs_verdict() {
        return Early::Asks(node.clone());
    }
    match node {
        // What is open in an AND leaves the rest to be asked.
        Node::And(nodes) => {
            let asked = nodes.iter().filter_map(first_pass).collect();
            Node::all(asked).map_or(Early::Open, Early::Asks)
        }
        // One open branch of an OR opens the whole.
        Node::Or(nodes) => {
            let asked: Option<Vec<Node>> = nodes.iter().map(first_pass).collect();
            asked.and_then(Node::any).map_or(Early::Open, Early::Asks)
        }
        Node::Not(inner) => negated(inner),
        // What is left is not what the name stands for, so the name goes.
        Node::Named(named) => early(&named.node),
        Node::Near(_) | Node::Leaf(_) => Early::Open,
    }
}

/// The first pass of `NOT node`, by De Morgan's laws.
fn negated(node: &Node) -> Early {
    if !node.needs_verdict() {
        return Early::Asks(node.clone().negate());
    }
    let each = |nodes: &[Node]| -> Vec<Option<Node>> {
        let opposite = |node: &Node| match negated(node) {
            Early::Open => None,
            Early::Asks(node) => Some(node),
        };
        nodes.iter().map(opposite).collect()
    };
    match node {
        Node::Or(nodes) => {
            let asked = each(nodes).into_iter().flatten().collect();
            Node::all(asked).map_or(Early::Open, Early::Asks)
        }
        Node::And(nodes) => {
            let asked: Option<Vec<Node>> = each(nodes).into_iter().collect();
            asked.and_then(Node::any).map_or(Early::Open, Early::Asks)
        }
        Node::Not(inner) => early(inner),
        Node::Named(named) => negated(&named.node),
        Node::Near(_) | Node::Leaf(_) => Early::Open,
    }
}
