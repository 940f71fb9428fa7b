#include <exception>
#include <iostream>

#include "command_line.hpp"
#include "exit_status.hpp"
#include "library_messages.hpp"
#include "log_setup.hpp"
#include "run_server.hpp"
#include "signals.hpp"
#include "unusable_configuration.hpp"

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
    const Options& options = invocation->configuration.options();
    if (invocation->command) return invocation->command(options);
    Logs logs(parseLogLevels(options.logLevel).value(), options.logFormat);
    if (invocation->checkConfig) {
      checkConfiguration(options, logs);
      std::cout << "The configuration is good.\n";
      return kStopped;
    }
    Signals signals;
    runServer(*invocation, signals, logs);
    return kStopped;
  } catch (const UnusableConfiguration& error) {
    std::cerr << "facewired: " << error.what() << "\n";
    return kMisused;
  } catch (const std::exception& error) {
    std::cerr << "facewired: " << error.what() << "\n";
    return kFailed;
  }
}
