#include "waiting_bar.hpp"

#include <condition_variable>
#include <mutex>

namespace facewire::app {

WaitingBar::WaitingBar(Console& console, std::string what, std::chrono::milliseconds after)
    : console_(console), ticking_([&console, what = std::move(what), after](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any ended;
        std::unique_lock lock(mutex);
        if (after.count() > 0 && ended.wait_for(lock, stop, after, [&stop] { return stop.stop_requested(); })) return;
        do {
          console.progress({.done = 0, .total = std::nullopt, .noun = what, .countable = false});
        } while (
            !ended.wait_for(lock, stop, std::chrono::milliseconds(500), [&stop] { return stop.stop_requested(); }));
      }) {}

WaitingBar::~WaitingBar() {
  ticking_.request_stop();
  ticking_.join();
  console_.endProgress();
}

}  // namespace facewire::app
