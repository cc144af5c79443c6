//! People, posts, delivery leads and boards.

use sightline_domain::plan::{Board, BoardMember, DeliveryLead, Person, Post, PostHolding};

use super::kind::{Kind, column};

pub(super) fn people() -> Kind<Person> {
    Kind::new(
        "People",
        Person::default,
        vec![
            column!(Person, "Name", name).width(28),
            column!(Person, "Initials", initials).width(10),
            column!(Person, "Post", post).width(36),
            column!(Person, "Organisation", body).width(30),
        ],
    )
}

pub(super) fn posts() -> Kind<Post> {
    Kind::new(
        "Posts",
        Post::default,
        vec![column!(Post, "Post", title).width(44), column!(Post, "Also called", aliases).width(44)],
    )
}

pub(super) fn post_holdings() -> Kind<PostHolding> {
    Kind::new(
        "Post holders",
        PostHolding::default,
        vec![
            column!(PostHolding, "Holder", holder).width(28),
            column!(PostHolding, "From", from_on).width(17),
            column!(PostHolding, "To", to_on).width(17),
            column!(PostHolding, "As at", as_at_raw).width(18),
        ],
    )
}

pub(super) fn delivery_leads() -> Kind<DeliveryLead> {
    Kind::new(
        "Delivery leads",
        DeliveryLead::default,
        vec![column!(DeliveryLead, "Pillar", pillar).width(36), column!(DeliveryLead, "Lead", text).width(44)],
    )
}

pub(super) fn boards() -> Kind<Board> {
    Kind::new(
        "Boards",
        Board::default,
        vec![column!(Board, "Board", name).width(44), column!(Board, "Meets on", meets_on).width(22)],
    )
}

pub(super) fn board_members() -> Kind<BoardMember> {
    Kind::new(
        "Board members",
        BoardMember::default,
        vec![
            column!(BoardMember, "Partner", partner).width(30),
            column!(BoardMember, "Role", role).width(36),
            column!(BoardMember, "Name", name).width(26),
            column!(BoardMember, "Vacant", is_vacant).width(9),
        ],
    )
}
