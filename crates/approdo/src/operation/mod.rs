//! What runs the rooms: the command line, the server, the socket between them, backup, the demo city.

pub mod demo;
pub mod jobs;
