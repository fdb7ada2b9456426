//! A party's name, telephone, identity number and address never reach who may not see them (PIPL art.
//! 6; domain 9.6): one matter with marked parties is led through everything a case goes through, and
//! every read path of the document is walked by everybody who must not find a mark.

mod elsewhere;
pub(crate) mod logs;
mod numbers;
mod planting;
mod searching;
pub(crate) mod walk;
