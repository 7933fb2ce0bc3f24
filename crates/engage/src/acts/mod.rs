//! What an agent does to a case, one act a file.
