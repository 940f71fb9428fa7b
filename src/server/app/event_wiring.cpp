#include "event_wiring.hpp"

namespace facewire::app {

EventWiring::EventWiring(const Options& options, gallery::Gallery& gallery, spdlog::logger& log)
    : gallery_(gallery), sinks_(makeEventSinks(options, log)) {
  if (sinks_->sinks().empty()) return;
  gallery_.setOnChange([this](const gallery::GallerySnapshot& snapshot) {
    std::vector<events::EnrolledPerson> people;
    for (const auto& [id, person] : snapshot.people) {
      if (!person->stranger) people.push_back({id, person->name});
    }
    sinks_->setPeople(std::move(people));
  });
}

EventWiring::~EventWiring() {
  gallery_.setOnChange(nullptr);
  sinks_->finish(Clock::now() + kLastEventsTime);
}

}  // namespace facewire::app
