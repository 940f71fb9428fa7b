#pragma once

#include <vector>

#include "facewire/client/client.hpp"
#include "facewire/protocol/json.hpp"

namespace facewire::client {

/// The fields of the RESPONSEs about people. Each throws protocol::Json::exception where one is missing or of another
/// type; later additions to the protocol may be absent.
std::vector<PersonSummary> readPeople(const protocol::Json& json);
Person readPerson(const protocol::Json& json);
Verification readVerification(const protocol::Json& json);
Enrolled readEnrolled(const protocol::Json& json);

}  // namespace facewire::client
