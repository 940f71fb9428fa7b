#pragma once

#include <memory>
#include <string>

#include "facewire/service/recognition_service.hpp"
#include "facewire/vision/encoder.hpp"
#include "options.hpp"
#include "unusable_configuration.hpp"

namespace facewire::app {

/// The encoder that the options name, once it is sure that the detector can be made as well. Throws
/// UnusableConfiguration.
std::unique_ptr<vision::Encoder> makeEncoder(const Options& options);

/// What the service is to know of the engine that the options name: detector, decision, marks. Reads no file.
void chooseEngine(const Options& options, service::ServiceOptions& out);

/// One line for the log: which engine, and which named models it leaves out.
std::string describeEngine(const Options& options);

}  // namespace facewire::app
