#include <exception>
#include <iostream>

#include "command_line.hpp"
#include "engine_choice.hpp"
#include "exit_status.hpp"
#include "library_messages.hpp"
#include "log_setup.hpp"
#include "run_server.hpp"
#include "signals.hpp"

int main(int argc, char** argv) {
  using namespace facewire::app;
  try {
    quietenOpenCv();
    const auto invocation = readCommandLine(argc, argv);
    if (!invocation) return invocation.error();
    if (invocation->printConfig) {
      std::cout << invocation->configuration.toToml();
      return kStopped;
    }
    if (invocation->checkConfig) {
      makeEncoder(invocation->configuration.options());
      std::cout << "The configuration is good.\n";
      return kStopped;
    }
    if (invocation->command) return invocation->command(invocation->configuration.options());
    StopSignals stopSignals;
    const Options& options = invocation->configuration.options();
    const auto log = makeLog(options.logLevel, options.logFormat);
    runServer(options, stopSignals, *log);
    return kStopped;
  } catch (const UnusableModel& error) {
    std::cerr << "facewired: " << error.what() << "\n";
    return kMisused;
  } catch (const std::exception& error) {
    std::cerr << "facewired: " << error.what() << "\n";
    return kFailed;
  }
}
