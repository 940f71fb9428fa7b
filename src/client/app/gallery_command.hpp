#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "exit_status.hpp"
#include "import_command.hpp"
#include "session.hpp"

namespace facewire::app {

struct GalleryOptions {
  enum class Action { info, backup, restore, merge, exportFolder, importFolder };
  Action action = Action::info;
  std::string file;                 ///< a backup
  std::string folder;               ///< for exportFolder
  std::string opencvFile;           ///< for exportFolder: a file for cv::face instead
  std::vector<std::string> people;  ///< for exportFolder: these only
  bool yes = false;                 ///< for restore: nobody is to be asked
  bool dryRun = false;              ///< for merge: say what would come of it
  ImportOptions import;             ///< for importFolder
};

/// How long the server may take to make a backup, or to look at one: it reads every picture.
inline constexpr std::chrono::minutes kExchangePatience{30};

ExitStatus runGallery(const Session& session, const GalleryOptions& options);

/// Its parts, each in a file of its own.
ExitStatus backUpGallery(const Session& session, client::Client& client, const std::string& file,
                         client::BackupFormat format);
ExitStatus restoreGallery(const Session& session, client::Client& client, const std::string& file, bool yes);
ExitStatus mergeGallery(const Session& session, client::Client& client, const std::string& file, bool dryRun);
ExitStatus exportGallery(const Session& session, client::Client& client, const std::string& folder,
                         const std::vector<std::string>& people);

/// "12 people, 60 samples"; "1 person and 2 known strangers, 7 samples".
std::string inWords(const client::GallerySize& size);

}  // namespace facewire::app
