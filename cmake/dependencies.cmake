# Everything Facewire builds on, as imported targets. All of it is packaged by Debian 12 (scripts/deps).

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(OpenCV 4.5.4 REQUIRED COMPONENTS core imgproc dnn objdetect imgcodecs videoio highgui)
find_path(OPENCV_CASCADES haarcascade_frontalface_default.xml
  PATHS /usr/share/opencv4/haarcascades /usr/local/share/opencv4/haarcascades ${OpenCV_DIR}/../../../share/opencv4/haarcascades
  REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(ZLIB REQUIRED)
pkg_check_modules(systemd REQUIRED IMPORTED_TARGET libsystemd)
pkg_check_modules(turbojpeg REQUIRED IMPORTED_TARGET libturbojpeg)
pkg_check_modules(hwy REQUIRED IMPORTED_TARGET libhwy)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo)
find_package(CURL 7.85 REQUIRED)
pkg_check_modules(mosquitto REQUIRED IMPORTED_TARGET libmosquitto)
pkg_check_modules(prometheus REQUIRED IMPORTED_TARGET prometheus-cpp-core)
pkg_check_modules(microhttpd REQUIRED IMPORTED_TARGET libmicrohttpd)

# Debian packages these as headers only, with neither a CMake config nor a pkg-config file.
find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(facewire_asio INTERFACE)
add_library(facewire::asio ALIAS facewire_asio)
target_include_directories(facewire_asio SYSTEM INTERFACE ${ASIO_INCLUDE_DIR})
target_compile_definitions(facewire_asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED)
target_link_libraries(facewire_asio INTERFACE Threads::Threads)

find_package(tl-expected REQUIRED)
