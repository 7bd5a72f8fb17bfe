//! The tables of Stafett.
