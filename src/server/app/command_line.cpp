#include "command_line.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

#include "config_file.hpp"
#include "exit_status.hpp"
#include "server_parser.hpp"

namespace facewire::app {
namespace {

Result<Configuration> configure(const std::optional<std::string>& configFile, const Assignments& flags) {
  Configuration configuration;
  if (const auto file = chooseConfigFile(configFile)) {
    const auto assignments = readConfigFile(*file);
    if (!assignments) return fail(assignments.error());
    if (auto applied = configuration.apply(*assignments, file->string()); !applied) return fail(applied.error());
  }
  const auto environment = readEnvironment();
  if (!environment) return fail(environment.error());
  for (const auto& [key, texts] : *environment) {
    const auto setting = std::ranges::find(settings(), key, &Setting::key);
    if (auto applied = configuration.apply({{key, texts}}, setting->environment()); !applied) {
      return fail(applied.error());
    }
  }
  for (const auto& [key, texts] : flags) {
    const auto setting = std::ranges::find(settings(), key, &Setting::key);
    if (auto applied = configuration.apply({{key, texts}}, setting->flag()); !applied) return fail(applied.error());
  }
  return configuration;
}

}  // namespace

tl::expected<Invocation, int> readCommandLine(int argc, char** argv) {
  ServerParser parser;
  try {
    parser.app().parse(argc, argv);
  } catch (const CLI::CallForAllHelp&) {
    parser.showAllSettings();
    std::cout << parser.app().help();
    return tl::unexpected(kStopped);
  } catch (const CLI::Success& done) {
    return tl::unexpected(parser.app().exit(done));
  } catch (const CLI::ParseError& error) {
    std::cerr << "facewired: " << error.what() << "; see facewired --help\n";
    return tl::unexpected(kMisused);
  }

  Invocation invocation;
  invocation.printConfig = parser.printConfig;
  invocation.checkConfig = parser.checkConfig;
  invocation.command = std::move(parser.command);
  invocation.readAgain = [file = parser.configFile, flags = parser.flags]() -> Result<Configuration> {
    auto configuration = configure(file, flags);
    if (!configuration) return configuration;
    if (auto valid = validate(configuration->options()); !valid) return fail(valid.error());
    return configuration;
  };
  // What is wrong with the settings taken together is no reason not to show where each comes from.
  auto configuration = parser.printConfig ? configure(parser.configFile, parser.flags) : invocation.readAgain();
  if (!configuration) {
    std::cerr << "facewired: " << configuration.error().detail << "\n";
    return tl::unexpected(kMisused);
  }
  invocation.configuration = std::move(*configuration);
  return invocation;
}

}  // namespace facewire::app
