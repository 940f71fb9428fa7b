#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>

namespace facewire::test {

/// Networks of a few bytes, as ONNX: what a model file may turn out to be, without a model file. Each takes 1 x 3 x 112
/// x 112 numbers.
class SmallOnnx {
 public:
  /// One vector of a face: the mean colours of 7 x 7 fields. Poor at telling people apart, but a network that works.
  static std::string meanColours() {
    const std::string sixteen = integers("kernel_shape", {16, 16}) + integers("strides", {16, 16});
    return model(node("x", "fields", "AveragePool", sixteen) + node("fields", "y", "Flatten"), {1, 147});
  }

  /// A single operation, which need not exist.
  static std::string operation(const std::string& name) { return model(node("x", "y", name), {1, 37632}); }

 private:
  // Protocol buffers' wire format, and the field numbers of onnx.proto.
  static std::string number(std::uint64_t value) {
    std::string text;
    for (; value > 127; value >>= 7) text += static_cast<char>((value & 127) | 128);
    return text += static_cast<char>(value);
  }
  static std::string field(std::uint64_t id, std::uint64_t value) { return number(id << 3) + number(value); }
  static std::string field(std::uint64_t id, const std::string& text) {
    return number(id << 3 | 2) + number(text.size()) + text;
  }

  static std::string integers(const std::string& name, std::initializer_list<std::uint64_t> values) {
    std::string attribute = field(1, name);
    for (const std::uint64_t value : values) attribute += field(8, value);
    return field(5, attribute + field(20, 7));
  }
  static std::string node(const std::string& from, const std::string& to, const std::string& operation,
                          const std::string& attributes = {}) {
    return field(1, field(1, from) + field(2, to) + field(3, to) + field(4, operation) + attributes);
  }
  static std::string tensor(const std::string& name, std::initializer_list<std::uint64_t> sides) {
    std::string shape;
    for (const std::uint64_t side : sides) shape += field(1, field(1, side));
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, shape)));
  }
  static std::string model(const std::string& nodes, std::initializer_list<std::uint64_t> output) {
    const std::string graph = nodes + field(2, std::string("graph")) + field(11, tensor("x", {1, 3, 112, 112})) +
                              field(12, tensor("y", output));
    return field(1, 7) + field(7, graph) + field(8, field(1, std::string()) + field(2, 11));
  }
};

}  // namespace facewire::test
