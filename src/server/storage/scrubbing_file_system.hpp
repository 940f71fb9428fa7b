#pragma once

namespace facewire::storage {

/// The name under which SQLite finds a file system (a "VFS") that is the usual one, but for this: pages on their way
/// into a database file are scrubbed (scrubPage). The write-ahead log is left alone, for its pages carry checksums; it
/// is emptied when somebody is erased. Registers it at the first call. Safe for concurrent use.
/// Throws std::runtime_error where it cannot.
const char* scrubbingFileSystem();

}  // namespace facewire::storage
