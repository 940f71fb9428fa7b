#include "setting_kinds.hpp"

namespace facewire::app {

std::vector<Setting> sightingSettings() {
  return {
      common(real("sightings_days",
                  "How long it is kept who was seen when, by which client; 0 keeps nothing. Watchers and events are "
                  "told all the same.",
                  &Options::sightingsDays, 0, 36'500)),
      choice("sightings_of", "WHOM",
             "known, or all: somebody unknown who stays for a second is seen too, without a name.",
             &Options::sightingsOf, {"known", "all"}),
      toggle("sightings_pictures", "Keep the best crop of the face with each sighting.", &Options::sightingsPictures),
      seconds("sightings_cooldown", "Who is not seen for so long has left; until then it is one sighting.",
              &Options::sightingsCooldown),
  };
}

}  // namespace facewire::app
