//! Vectorscan (Debian's `libvectorscan5`): all literals of the listeners at once, no operators.
//! The declarations follow `hs_compile.h` and `hs_runtime.h` of version 5.4.
#![expect(unsafe_code, reason = "the binding of a peer, loaded when it runs")]

use std::collections::BTreeSet;
use std::ffi::{c_char, c_int, c_uint, c_ulonglong, c_void};
use std::ptr::{null, null_mut};

use anyhow::{Context as _, bail};
use earshot_matcher::{Leaf, Pattern, Query, WordTest};
use libloading::{Library, Symbol};

const BLOCK_MODE: c_uint = 1;

type Compile = unsafe extern "C" fn(
    *const *const c_char,
    *const c_uint,
    *const c_uint,
    *const usize,
    c_uint,
    c_uint,
    *const c_void,
    *mut *mut c_void,
    *mut *mut c_void,
) -> c_int;
type AllocScratch = unsafe extern "C" fn(*const c_void, *mut *mut c_void) -> c_int;
type OnMatch = extern "C" fn(c_uint, c_ulonglong, c_ulonglong, c_uint, *mut c_void) -> c_int;
type Scan = unsafe extern "C" fn(
    *const c_void,
    *const c_char,
    c_uint,
    c_uint,
    *mut c_void,
    OnMatch,
    *mut c_void,
) -> c_int;

/// The literals, compiled.
pub(crate) struct Vectorscan {
    library: Library,
    database: *mut c_void,
    scratch: *mut c_void,
    /// How many different literals there are.
    pub(crate) literals: usize,
}

impl Vectorscan {
    /// Compiles the literals of queries. Fails where the library is not installed.
    pub(crate) fn new(queries: &[Query]) -> anyhow::Result<Self> {
        let literals = literals(queries);
        // SAFETY: loading a system library runs its constructors, which have no requirements.
        let library = unsafe { Library::new("libhs.so.5") }.context("libhs.so.5 is missing")?;
        let pointers: Vec<*const c_char> =
            literals.iter().map(|text| text.as_ptr().cast::<c_char>()).collect();
        let lengths: Vec<usize> = literals.iter().map(String::len).collect();
        let flags = vec![0; literals.len()];
        let ids: Vec<c_uint> = (0..).take(literals.len()).collect();
        let count = c_uint::try_from(literals.len())?;
        let (mut database, mut scratch, mut error) = (null_mut(), null_mut(), null_mut());
        // SAFETY: the signatures are those of the header; all arrays have `count` elements and
        // outlive the call.
        let done = unsafe {
            let compile: Symbol<'_, Compile> = library.get(b"hs_compile_lit_multi")?;
            let alloc: Symbol<'_, AllocScratch> = library.get(b"hs_alloc_scratch")?;
            let compiled = compile(
                pointers.as_ptr(),
                flags.as_ptr(),
                ids.as_ptr(),
                lengths.as_ptr(),
                count,
                BLOCK_MODE,
                null(),
                &raw mut database,
                &raw mut error,
            );
            if compiled == 0 { alloc(database, &raw mut scratch) } else { compiled }
        };
        if done != 0 {
            bail!("vectorscan answers {done}");
        }
        Ok(Self { library, database, scratch, literals: literals.len() })
    }

    /// How often literals stand in texts.
    pub(crate) fn count(&mut self, texts: &[String]) -> anyhow::Result<u64> {
        let mut count = 0_u64;
        // SAFETY: the signature is that of the header.
        let scan: Symbol<'_, Scan> = unsafe { self.library.get(b"hs_scan")? };
        for text in texts {
            let context = (&raw mut count).cast::<c_void>();
            let length = c_uint::try_from(text.len())?;
            // SAFETY: database and scratch were made for each other; the text lives through the
            // call; `context` is a count that only the callback touches meanwhile.
            let done = unsafe {
                let start = text.as_ptr().cast::<c_char>();
                scan(self.database, start, length, 0, self.scratch, found, context)
            };
            if done != 0 {
                bail!("vectorscan answers {done}");
            }
        }
        Ok(count)
    }
}

extern "C" fn found(
    _: c_uint,
    _: c_ulonglong,
    _: c_ulonglong,
    _: c_uint,
    context: *mut c_void,
) -> c_int {
    // SAFETY: `count` gave a pointer to its own count.
    unsafe { *context.cast::<u64>() += 1 };
    0
}

/// The words and phrases of all leaves, folded, each once.
fn literals(queries: &[Query]) -> Vec<String> {
    let mut literals = BTreeSet::new();
    let text = |tests: &[WordTest]| {
        let words = tests.iter().map(|test| match &test.pattern {
            Pattern::Exact(form) => form.as_str(),
            Pattern::Glob(glob) => glob.prefix().unwrap_or_default(),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    for query in queries {
        query.node().each_leaf(&mut |leaf| match leaf {
            Leaf::Words(tests) => {
                literals.insert(text(tests));
            }
            Leaf::Raw(raw) => {
                let forms: Vec<&str> = raw.tokens.iter().map(|token| token.form.as_str()).collect();
                literals.insert(forms.join(" "));
            }
            Leaf::Slop(slop) => literals.extend(slop.items.iter().map(|item| text(item))),
            _ => {}
        });
    }
    literals.into_iter().filter(|literal| !literal.is_empty()).collect()
}
