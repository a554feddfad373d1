//! The app's addresses. Each is a value; none has a person in it.

/// The programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The resident's.
    Wallet,
    /// The shopkeeper's.
    Shop,
    /// The shopkeeper's, for what a door seldom does: the lists, the rules, a question before each pass.
    Lists,
    /// The resident's, for all but showing: new passes, people, the lock, backups, new phones.
    More,
}

impl Role {
    /// Its name, towards the service worker too.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::Shop => "shop",
            Self::Lists => "lists",
            Self::More => "more",
        }
    }

    /// The other program of the same person, which must be there too on a day without a network.
    pub const fn companion(self) -> Self {
        match self {
            Self::Wallet => Self::More,
            Self::More => Self::Wallet,
            Self::Shop => Self::Lists,
            Self::Lists => Self::Shop,
        }
    }

    /// Whether it is a shopkeeper's.
    pub const fn is_shop(self) -> bool {
        matches!(self, Self::Shop | Self::Lists)
    }
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Route {
    /// The wallet: the code of the pass in use.
    Wallet,
    /// One kept pass, by its id.
    Pass(String),
    /// Make a request.
    Get,
    /// Take a delivery.
    Add,
    /// Answer a door's question.
    Answer,
    /// What the records say, and what is coming.
    Records,
    /// A request that came as a link, for the office.
    Request,
    /// The shop's first page.
    Shop,
    /// The viewfinder.
    Scan,
    /// A question, and its answer.
    Ask,
    /// The lists as codes, for another shop's camera.
    ListsShow,
    /// Lists from another shop's screen.
    ListsFilm,
    /// The lists: how old they are, newer ones, passing them on.
    Lists,
    /// Whom the door lets in, and how it works.
    Rules,
    /// Every request since the tab was opened.
    Requests,
    /// Language, storage, what it is.
    About,
    /// Whose passes there are.
    People,
    /// The wallet in a file.
    Backup,
    /// A wallet out of a file.
    Restore,
    /// The wallet to a new phone.
    MoveOut,
    /// A wallet from an old phone.
    MoveIn,
    /// The lock's settings.
    Lock,
    /// The way to a phone with nothing on it.
    Erase,
    /// No page of ours.
    Unknown,
}

impl Route {
    /// The page of a path.
    pub fn of_path(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" | "/index.html" => Self::Wallet,
            "/get" => Self::Get,
            "/add" => Self::Add,
            "/answer" => Self::Answer,
            "/records" => Self::Records,
            "/request" => Self::Request,
            "/shop" => Self::Shop,
            "/shop/scan" => Self::Scan,
            "/shop/ask" => Self::Ask,
            "/shop/lists/show" => Self::ListsShow,
            "/shop/lists/film" => Self::ListsFilm,
            "/shop/lists" => Self::Lists,
            "/shop/rules" => Self::Rules,
            "/shop/requests" => Self::Requests,
            "/about" => Self::About,
            "/people" => Self::People,
            "/backup" => Self::Backup,
            "/restore" => Self::Restore,
            "/move/out" => Self::MoveOut,
            "/move/in" => Self::MoveIn,
            "/lock" => Self::Lock,
            "/erase" => Self::Erase,
            path => match path.strip_prefix("/pass/") {
                Some(id) if id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                    Self::Pass(id.to_owned())
                }
                _ => Self::Unknown,
            },
        }
    }

    /// The path of the page.
    pub fn path(&self) -> String {
        match self {
            Self::Wallet | Self::Unknown => "/".to_owned(),
            Self::Pass(id) => format!("/pass/{id}"),
            Self::Get => "/get".to_owned(),
            Self::Add => "/add".to_owned(),
            Self::Answer => "/answer".to_owned(),
            Self::Records => "/records".to_owned(),
            Self::Request => "/request".to_owned(),
            Self::Shop => "/shop".to_owned(),
            Self::Scan => "/shop/scan".to_owned(),
            Self::Ask => "/shop/ask".to_owned(),
            Self::ListsShow => "/shop/lists/show".to_owned(),
            Self::ListsFilm => "/shop/lists/film".to_owned(),
            Self::Lists => "/shop/lists".to_owned(),
            Self::Rules => "/shop/rules".to_owned(),
            Self::Requests => "/shop/requests".to_owned(),
            Self::About => "/about".to_owned(),
            Self::People => "/people".to_owned(),
            Self::Backup => "/backup".to_owned(),
            Self::Restore => "/restore".to_owned(),
            Self::MoveOut => "/move/out".to_owned(),
            Self::MoveIn => "/move/in".to_owned(),
            Self::Lock => "/lock".to_owned(),
            Self::Erase => "/erase".to_owned(),
        }
    }

    /// Whether the page needs what is sealed.
    pub fn is_sealed(&self) -> bool {
        !self.role().is_shop() && !matches!(self, Self::Request | Self::About | Self::Erase | Self::Unknown)
    }

    /// The program that has the page. A page of no program is whoever's loaded.
    pub fn role(&self) -> Role {
        match self {
            Self::Wallet | Self::Pass(_) | Self::Unknown => Role::Wallet,
            Self::Shop | Self::Scan => Role::Shop,
            Self::Lists | Self::ListsShow | Self::ListsFilm | Self::Rules | Self::Requests | Self::Ask => Role::Lists,
            Self::Get
            | Self::Add
            | Self::Answer
            | Self::Records
            | Self::Request
            | Self::About
            | Self::Lock
            | Self::Erase
            | Self::People
            | Self::Backup
            | Self::Restore
            | Self::MoveOut
            | Self::MoveIn => Role::More,
        }
    }
}
