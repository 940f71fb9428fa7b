# cpack -G DEB in the build folder makes facewired, facewire and libfacewire-dev for Debian.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "Facewire")
set(CPACK_PACKAGE_CONTACT "The Facewire authors <facewire@example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL server client dev)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_SERVER_PACKAGE_NAME facewired)
set(CPACK_DEBIAN_SERVER_PACKAGE_SECTION net)
set(CPACK_DEBIAN_SERVER_PACKAGE_SHLIBDEPS ON)
# Haar cascades; what names are drawn with.
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "adduser, opencv-data, fonts-dejavu-core")
set(CPACK_DEBIAN_SERVER_PACKAGE_RECOMMENDS "fonts-noto-core")
set(CPACK_DEBIAN_SERVER_PACKAGE_SUGGESTS "facewire")
set(CPACK_DEBIAN_SERVER_DESCRIPTION "face-recognition server for a local network
 Takes JPEG frames over TCP from many cameras at once, says who is in them, and
 sends the annotated frames back. No cloud, no GPU, no external database.")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA
  ${PROJECT_SOURCE_DIR}/packaging/debian/conffiles ${PROJECT_SOURCE_DIR}/packaging/debian/postinst
  ${PROJECT_SOURCE_DIR}/packaging/debian/prerm ${PROJECT_SOURCE_DIR}/packaging/debian/postrm)

set(CPACK_DEBIAN_CLIENT_PACKAGE_NAME facewire)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SECTION net)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_CLIENT_PACKAGE_SUGGESTS "facewired")
set(CPACK_DEBIAN_CLIENT_DESCRIPTION "client of the face-recognition server facewired
 Recognises pictures, streams a camera, a video or an RTSP source, enrols and
 manages people, and shows who was seen when.")

set(CPACK_DEBIAN_DEV_PACKAGE_NAME libfacewire-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "libasio-dev, libexpected-dev, libssl-dev, nlohmann-json3-dev")
set(CPACK_DEBIAN_DEV_DESCRIPTION "C++ client library of the face-recognition server facewired
 Headers, static libraries and CMake files: find_package(facewire) gives
 facewire::client.")

foreach(package facewired facewire libfacewire-dev)
  if(package STREQUAL facewired)
    set(component server)
  elseif(package STREQUAL facewire)
    set(component client)
  else()
    set(component dev)
  endif()
  install(FILES packaging/debian/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} COMPONENT ${component})
  install(FILES ${PROJECT_BINARY_DIR}/generated/changelog.gz DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/${package} RENAME changelog.Debian.gz COMPONENT ${component})
endforeach()

include(CPack)
