#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "facewire/base/bytes.hpp"
#include "facewire/client/client.hpp"
#include "server_process.hpp"

namespace facewire::test {

/// Throws std::runtime_error where it cannot.
client::Client connectTo(const ServerProcess& server);

/// `facewired check` of a data directory.
ProcessResult checkData(const std::filesystem::path& data);

/// Every file of a directory, by name.
std::map<std::string, std::string> filesIn(const std::filesystem::path& directory);

/// The name that the one face of a picture is given, by itself; empty where it is unknown, and "(nobody)" where no one
/// face is found.
std::string nameOf(client::Client& client, ByteView jpeg);

/// The names of everybody enrolled.
std::vector<std::string> peopleIn(client::Client& client);

}  // namespace facewire::test
