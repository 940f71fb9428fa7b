#include "options.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <memory>
#include <string>

#include "client_config.hpp"
#include "client_parser.hpp"
#include "command_arguments.hpp"
#include "gallery_options.hpp"

#ifndef FACEWIRE_VERSION
#error "FACEWIRE_VERSION comes from the project's version in CMakeLists.txt"
#endif

namespace facewire::app {
namespace {

void addGlobalOptions(CLI::App& app, Draft& draft) {
  app.set_help_all_flag("--help-all", "All options and all commands")->group("");
  app.set_version_flag("--version", "facewire " FACEWIRE_VERSION, "Print the version and exit");
  app.add_option("--config", draft.config, "Another configuration file; \"\" takes none")
      ->type_name("FILE")
      ->envname("FACEWIRE_CLIENT_CONFIG")
      ->group(HelpFormat::kMoreOptions);
  app.add_flag("--print-config", draft.printConfig, "Show every option and where it came from")
      ->group(HelpFormat::kMoreOptions);
  addServerOptions(app, draft.server);
  app.add_option("--timeout", draft.timeoutSeconds, "How long to wait for a connection and for each answer")
      ->group(HelpFormat::kMoreOptions)
      ->type_name("SECONDS")
      ->check(CLI::Range(0.01, 86400.0))
      ->capture_default_str();
  app.add_flag("--json", draft.json, "Results as JSON, one object a line");
  app.add_flag("--quiet", draft.quiet, "On standard error only what went wrong");
  app.add_option("--color", draft.colour, "auto (on a terminal, unless NO_COLOR is set), always or never")
      ->group(HelpFormat::kMoreOptions)
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

/// As they are called here, not by CLI11's name for them.
void nameGroups(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands({})) {
    command->group("Commands");
    nameGroups(*command);
  }
}

}  // namespace

struct ClientParser::Impl {
  Draft draft;
  CLI::App app{"Face recognition over the network: the client of facewired.", "facewire"};
};

ClientParser::~ClientParser() = default;

CLI::App& ClientParser::app() {
  return impl_->app;
}

ClientParser::ClientParser() : impl_(std::make_unique<Impl>()) {
  Draft& draft = impl_->draft;
  CLI::App& app = impl_->app;
  app.require_subcommand(0, 1);
  app.fallthrough();
  app.formatter(std::make_shared<HelpFormat>());
  app.failure_message([](const CLI::App* failed, const CLI::Error& error) {
    return "facewire: " + std::string(error.what()) + "\nRun " + failed->get_display_name() + " --help for more.\n";
  });
  app.footer(
      "facewire COMMAND --help tells more of a command.\n"
      "  facewire enroll Ada ada1.jpg ada2.jpg    then    facewire recognize party.jpg\n"
      "  facewire --server pi.local:7117 stream");
  addGlobalOptions(app, draft);
  addRecognize(app, draft);
  addVerify(app, draft);
  addStream(app, draft);
  addEnroll(app, draft);
  addImport(app, draft);
  addPeople(app, draft);
  addSightings(app, draft);
  addGallery(app, draft.gallery, [&draft] { draft.chosen = [&draft] { return draft.gallery; }; });
  addCalibrate(app, draft);
  addStatus(app, draft);
  addBench(app, draft);
  nameGroups(app);
}

std::variant<CommandLine, ExitStatus> parseCommandLine(int argc, const char* const* argv) {
  ClientParser parser;
  CLI::App& app = parser.app();
  ClientConfig config(argc, argv);
  if (auto applied = config.apply(app); !applied) {
    std::cerr << "facewire: " << applied.error().detail << '\n';
    return ExitStatus::usage;
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ExitStatus::done : ExitStatus::usage;
  }
  Draft& draft = parser.impl().draft;
  if (draft.printConfig) {
    std::cout << config.show(app);
    return ExitStatus::done;
  }
  if (!draft.chosen) {
    std::cerr << "facewire: a command is required\nRun facewire --help for more.\n";
    return ExitStatus::usage;
  }
  CommonOptions common;
  if (auto read = readServerOptions(draft.server, common); !read) {
    std::cerr << "facewire: " << read.error().detail << '\n';
    return ExitStatus::usage;
  }
  common.timeout = std::chrono::milliseconds(static_cast<std::int64_t>(draft.timeoutSeconds * 1000));
  common.json = draft.json;
  common.quiet = draft.quiet;
  common.colour = draft.colour == "always"  ? Console::Colour::always
                  : draft.colour == "never" ? Console::Colour::never
                                            : Console::Colour::automatic;
  return CommandLine{std::move(common), draft.chosen()};
}

}  // namespace facewire::app
