#pragma once

#include "facewire/gallery/gallery.hpp"
#include "facewire/protocol/request.hpp"
#include "frame_recogniser.hpp"

namespace facewire::service {

/// The ops that read or change the list of people. Each returns the fields of its RESPONSE (docs/protocol.md) or the
/// error to answer with. Safe for concurrent use.
Result<protocol::Json> listPeople(gallery::Gallery& gallery);
Result<protocol::Json> showPerson(gallery::Gallery& gallery, const protocol::Request& request);
Result<protocol::Json> removePerson(const Workshop& workshop, const protocol::Request& request);
Result<protocol::Json> renamePerson(const Workshop& workshop, const protocol::Request& request);
Result<protocol::Json> removeSample(gallery::Gallery& gallery, const protocol::Request& request);

/// The request's person name in canonical form. Errors: `badMessage`, `badName`.
Result<std::string> nameField(const protocol::Request& request, const char* field);

}  // namespace facewire::service
