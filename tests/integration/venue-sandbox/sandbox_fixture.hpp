#pragma once

#include "integration/venue/background.hpp"
#include "net/https.hpp"
#include "sandbox.hpp"
#include "support/run_task.hpp"

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

namespace unrip::sandbox {

/// The whole sandbox on a free port, turning on the test's own loop.
class SandboxTest : public testing::Test {
  protected:
    void start(std::string_view scenario) {
        auto read = parse_scenario(scenario);
        if (!read) throw std::runtime_error{read.error().detail};
        sandbox = std::make_unique<Sandbox>(loop.get_executor(), clock, std::move(*read));
        ASSERT_TRUE(sandbox->furnish_maker());
        const auto opened = sandbox->open("127.0.0.1", 0);
        ASSERT_TRUE(opened) << opened.error().detail;
        running = std::make_unique<test::Background>(loop, turn());
    }
    void TearDown() override {
        running.reset();
        if (sandbox) test::run_task(loop, sandbox->close());
    }

    /// The address of a place, as our services are given it.
    std::string address(std::string_view variable) const {
        for (const auto& [name, value] : sandbox->environment()) {
            if (name == variable) return value;
        }
        return {};
    }
    std::string http(std::string_view path) const {
        return "http://127.0.0.1:" + std::to_string(sandbox->door().port()) + std::string{path};
    }
    Result<net::HttpResponse> get(std::string_view path) {
        return test::run_task(loop, client.request(net::http_get(http(path), Milliseconds{5'000})));
    }
    Result<net::HttpResponse> post(std::string_view path, std::string body) {
        return test::run_task(
            loop,
            client.request(net::http_post_json(http(path), std::move(body), Milliseconds{10'000}))
        );
    }
    std::string ordered(std::string_view fault) {
        const auto done = sandbox->order_fault(fault, clock.now());
        return done ? *done : "refused: " + done.error().detail;
    }
    void wait_until(const std::function<bool()>& holds) { test::wait_until(loop, holds); }

    boost::asio::io_context loop;
    SystemClock clock;
    net::HttpClient client{loop.get_executor()};
    std::unique_ptr<Sandbox> sandbox;
    std::unique_ptr<test::Background> running;

  private:
    Task<Result<void>> turn() {
        co_await sandbox->run();
        co_return Result<void>{};
    }
};

}  // namespace unrip::sandbox
