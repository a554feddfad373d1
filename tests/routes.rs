//! The addresses of the app, held against what the host and the service worker are told about them.

use std::fs;
use std::path::Path;

// A page's address needs nothing of a browser, so it is compiled here by itself.
#[path = "../src/ui/route.rs"]
#[expect(dead_code, reason = "the screens use the rest")]
mod route;

use route::{Role, Route};

fn routes() -> Vec<Route> {
    vec![
        Route::Wallet,
        Route::Pass("0123456789abcdef0123456789abcdef".to_owned()),
        Route::Get,
        Route::Add,
        Route::Answer,
        Route::Records,
        Route::Request,
        Route::Shop,
        Route::Scan,
        Route::Ask,
        Route::ListsShow,
        Route::ListsFilm,
        Route::Rules,
        Route::Requests,
        Route::Lists,
        Route::About,
        Route::People,
        Route::Backup,
        Route::Restore,
        Route::MoveOut,
        Route::MoveIn,
        Route::Lock,
        Route::Erase,
    ]
}

#[test]
fn every_page_is_found_again_by_its_path_and_other_paths_are_no_page() {
    for route in routes() {
        assert_eq!(Route::of_path(&route.path()), route);
    }
    for path in ["/pass/", "/pass/../x", "/shop/scan/x", "/valid.html"] {
        assert_eq!(Route::of_path(path), Route::Unknown, "{path}");
    }
}

#[test]
fn the_host_serves_each_page_the_document_of_the_program_that_has_it() {
    let rules = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/site-rules.mjs"));
    let rules = rules.expect("the rules of the site");
    let told = |role: Role| {
        let line = rules.lines().find(|line| line.starts_with(&format!("  {}: {{ document:", role.name())));
        let (_, patterns) = line.and_then(|line| line.split_once("routes: [")).expect("the program's line");
        let mut patterns: Vec<_> = patterns.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        patterns.sort();
        patterns
    };
    for role in [Role::Wallet, Role::Shop, Role::Lists, Role::More] {
        let of_role = routes().into_iter().filter(|route| route.role() == role);
        let mut patterns: Vec<_> = of_role
            .map(|route| match route {
                Route::Pass(_) => "^/pass/[^/]+$".to_owned(),
                route => format!("^{}$", route.path()),
            })
            .collect();
        patterns.sort();
        assert_eq!(told(role), patterns, "{}", role.name());
    }
}
