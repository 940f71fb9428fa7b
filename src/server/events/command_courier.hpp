#pragma once

#include "courier.hpp"
#include "facewire/events/event_options.hpp"

namespace facewire::events {

/// Starts a program for each event, one after the other, with the event on its standard input: one line of JSON, then
/// the end.
class CommandCourier : public Courier {
 public:
  /// Errors: `invalidInput`, where the program is none that can be started.
  static Result<std::unique_ptr<Courier>> make(CommandOptions options, std::string server);

  void run(EventQueue& queue, Trouble& trouble) override;
  std::string receiver() const override { return options_.program.string(); }

 private:
  CommandCourier(CommandOptions options, std::string server)
      : options_(std::move(options)), server_(std::move(server)) {}
  /// Errors: what went wrong with it.
  Result<void> deliver(const sightings::Event& event, EventQueue& queue, Trouble& trouble) const;

  const CommandOptions options_;
  const std::string server_;
};

}  // namespace facewire::events
