#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>

#include "facewire/command_line/help_format.hpp"
#include "options.hpp"
#include "server_options.hpp"
#include "sightings_arguments.hpp"

namespace facewire::app {

using command_line::HelpFormat;

/// What CLI11 writes into while it parses.
struct Draft {
  std::string config;  // read before the line is parsed; here for its help
  bool printConfig = false;
  ServerDraft server;
  double timeoutSeconds = 10;
  bool json = false;
  bool quiet = false;
  std::string colour = "auto";
  RecognizeOptions recognize;
  VerifyOptions verify;
  StreamOptions stream;
  EnrollOptions enroll;
  ImportOptions import;
  PeopleOptions people;
  StatusOptions status;
  BenchOptions bench;
  CalibrateOptions calibrate;
  SightingsDraft sightings;
  WatchOptions watch;
  GalleryOptions gallery;
  std::string benchReply = "faces";
  std::function<CommandOptions()> chosen;
};

// Each adds one command: its arguments go into the draft, and so does that it was chosen.
void addRecognize(CLI::App& app, Draft& draft);
void addVerify(CLI::App& app, Draft& draft);
void addEnroll(CLI::App& app, Draft& draft);
void addImport(CLI::App& app, Draft& draft);
void addStream(CLI::App& app, Draft& draft);
void addBench(CLI::App& app, Draft& draft);
void addPeople(CLI::App& app, Draft& draft);
void addCalibrate(CLI::App& app, Draft& draft);
void addSightings(CLI::App& app, Draft& draft);
void addStatus(CLI::App& app, Draft& draft);

}  // namespace facewire::app
