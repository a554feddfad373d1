//! Which texts are safe to show.

use proptest::prelude::*;
use tessera::id::{Audience, Initials, Name};

use crate::scene::*;
