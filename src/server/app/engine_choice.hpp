#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "facewire/service/recognition_service.hpp"
#include "facewire/vision/encoder.hpp"
#include "options.hpp"

namespace facewire::app {

/// A file that the options name cannot be used: what it is, and the remedy.
class UnusableModel : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The encoder that the options name, once it is sure that the detector can be made as well. Throws UnusableModel.
std::unique_ptr<vision::Encoder> makeEncoder(const Options& options);

/// What the service is to know of the engine that the options name: detector, decision, marks. Reads no file.
void chooseEngine(const Options& options, service::ServiceOptions& out);

/// One line for the log: which engine, and which named models it leaves out.
std::string describeEngine(const Options& options);

}  // namespace facewire::app
