#pragma once

#include <CLI/App.hpp>
#include <memory>

namespace facewire::app {

/// The client's command line and what it is read into; for parseCommandLine(), and for what is written from its help.
class ClientParser {
 public:
  ClientParser();
  ~ClientParser();
  ClientParser(const ClientParser&) = delete;
  ClientParser& operator=(const ClientParser&) = delete;

  CLI::App& app();

  struct Impl;
  Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace facewire::app
