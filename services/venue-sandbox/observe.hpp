#pragma once

namespace unrip::runtime {
class Service;
}  // namespace unrip::runtime

namespace unrip::sandbox {

class Sandbox;

/// What the sandbox shows of itself in /state, /metrics and at its start.
class Observe {
  public:
    /// Borrows both.
    Observe(runtime::Service& service, Sandbox& sandbox);

    /// The lines of environment with which our services come here.
    void say_where();

  private:
    runtime::Service& service_;
    Sandbox& sandbox_;
};

}  // namespace unrip::sandbox
