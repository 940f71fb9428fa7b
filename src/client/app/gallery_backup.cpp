#include <filesystem>
#include <optional>

#include "facewire/base/sha256.hpp"
#include "gallery_command.hpp"
#include "partial_file.hpp"
#include "terminal_text.hpp"
#include "waiting_bar.hpp"

namespace facewire::app {
namespace {

std::string megabytes(std::uint64_t bytes) {
  if (bytes < 1'000'000) return fixed(static_cast<double>(bytes) / 1e3, 1) + " KB";
  return fixed(static_cast<double>(bytes) / 1e6, 1) + " MB";
}

/// All parts into the file, which has its name when the sum is right.
Result<void> receive(const Session& session, client::Client& client, const client::Backup& backup, PartialFile& out) {
  Sha256 sum;
  for (std::uint64_t received = 0; received < backup.bytes;) {
    session.console.progress(
        {static_cast<std::int64_t>(received / 1000), static_cast<std::int64_t>(backup.bytes / 1000), "KB"});
    const auto part = client.readBackupPart(received);
    if (!part) return fail(part.error());
    if (part->empty()) return fail(ErrorCode::badMessage, "the server sent a part of a backup with nothing in it");
    if (auto written = out.append(*part); !written) return written;
    sum.add(*part);
    received += part->size();
  }
  session.console.endProgress();
  if (sum.hex() != backup.sha256) {
    return fail(ErrorCode::badGallery, "the backup did not arrive whole (its SHA-256 is another one); try again");
  }
  return out.keep();
}

}  // namespace

ExitStatus backUpGallery(const Session& session, client::Client& client, const std::string& file,
                         client::BackupFormat format) {
  // Before the server goes to any length.
  PartialFile out(file);
  if (auto open = out.isOpen(); !open) return session.report(open.error());
  const auto backup = [&] {
    const WaitingBar waiting(session.console, "the server makes a copy of the gallery");
    return client.beginBackup(kExchangePatience, format);
  }();
  if (!backup) return session.report(backup.error());
  const auto received = receive(session, client, *backup, out);
  session.console.endProgress();
  if (!received) return session.report(received.error());
  // The backup is there, whatever becomes of the server's copy.
  [[maybe_unused]] const auto ended = client.endBackup();
  session.console.result(session.options.json
                             ? protocol::toText({{"file", file},
                                                 {"bytes", backup->bytes},
                                                 {"sha256", backup->sha256},
                                                 {"people", backup->size.people},
                                                 {"strangers", backup->size.strangers},
                                                 {"samples", backup->size.samples}})
                             : std::string(format == client::BackupFormat::opencv ? "exported " : "backed up ") +
                                   inWords(backup->size) + " to " + printable(file) + " (" + megabytes(backup->bytes) +
                                   ")");
  return ExitStatus::done;
}

}  // namespace facewire::app
