// Every variable of every process, one wrong at a time: named in the error, and no process lives
// on half of its settings.

#include "runtime/env.hpp"

#include "rubbish/settings_of_all.hpp"
#include "rubbish/spoil.hpp"
#include "runtime/catalogue.hpp"
#include "support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace unrip::test {
namespace {

constexpr std::size_t kPerVariable = 100;

using Values = runtime::Env::Values;

class RubbishEnv : public testing::Test {
  protected:
    RubbishEnv() {
        // Where files are made that a setting names by accident.
        std::filesystem::current_path(directory_.path());
    }
    ~RubbishEnv() override { std::filesystem::current_path("/"); }
    RubbishEnv(const RubbishEnv&) = delete;
    RubbishEnv& operator=(const RubbishEnv&) = delete;

    /// What is wrong; nothing: the process would start.
    std::optional<std::string> refusal_of(const ReadsSettings& reader, const Values& values) {
        runtime::Env env{reader.process, values};
        try {
            reader.read(env);
        } catch (const runtime::CannotStart& refusal) {
            return refusal.what();
        }
        return std::nullopt;
    }

    void expect_named(
        const std::string& refusal, const runtime::Variable& variable, const std::string& value
    ) {
        const std::string name{variable.name};
        // What a policy or a scenario says is named by its own words; these begin with the path.
        const bool is_named =
            refusal.find(name) != std::string::npos || refusal.find(value) != std::string::npos ||
            (name == "REFERENCE_SOURCES" && refusal.find("sources") != std::string::npos);
        EXPECT_TRUE(is_named) << refusal;
        if (variable.secret && value.size() > 12) {
            EXPECT_EQ(refusal.find(value), std::string::npos) << "a secret is shown";
        }
    }

    TemporaryDirectory directory_;
};

TEST_F(RubbishEnv, IsNamedAndTheProcessDoesNotStart) {
    const auto plan = rubbish_plan("environment variables");
    Dice dice{plan.seed};
    std::size_t tried = 0;
    std::size_t refused = 0;
    for (const auto& reader : settings_of_all(directory_.path())) {
        const auto nothing_wrong = refusal_of(reader, reader.valid);
        ASSERT_FALSE(nothing_wrong) << reader.process << ": " << *nothing_wrong;
        for (const auto& variable : runtime::catalogue()) {
            if (!variable.is_for(reader.process)) continue;
            for (std::size_t i = 0; i < plan.of(kPerVariable); ++i, ++tried) {
                auto values = reader.valid;
                const auto value = odd_word(dice);
                values.erase(std::string{variable.name} + "_FILE");
                values[std::string{variable.name}] = value;
                SCOPED_TRACE(
                    reader.process + " " + std::string{variable.name} + "=" + shown(value)
                );
                const auto refusal = refusal_of(reader, values);
                if (!refusal) continue;
                ++refused;
                expect_named(*refusal, variable, value);
                if (HasFailure()) return;
            }
        }
        EXPECT_FALSE(refusal_of(reader, reader.valid)) << "something stayed";
    }
    tell_tried("environment variables", tried, refused);
}

TEST_F(RubbishEnv, SecretsInFilesAreNamedByTheirVariableAndNeverShown) {
    const auto plan = rubbish_plan("files with secrets");
    Dice dice{plan.seed};
    std::size_t tried = 0;
    std::size_t refused = 0;
    const auto path = directory_.path() / "rubbish";
    for (const auto& reader : settings_of_all(directory_.path())) {
        for (const auto& variable : runtime::catalogue()) {
            if (!variable.secret || !variable.is_for(reader.process)) continue;
            for (std::size_t i = 0; i < plan.of(40); ++i, ++tried) {
                auto values = reader.valid;
                values.erase(std::string{variable.name});
                const auto content = dice.one_in(2) ? noise(dice, 2'000) : odd_word(dice);
                std::filesystem::remove(path);
                directory_.write("rubbish", content);
                const auto mode = dice.one_in(6) ? 0644U : 0400U;
                std::filesystem::permissions(path, std::filesystem::perms{mode});
                const bool is_there = !dice.one_in(8);
                values[std::string{variable.name} + "_FILE"] =
                    is_there ? path.string() : odd_word(dice);
                SCOPED_TRACE(reader.process + " " + std::string{variable.name} + "_FILE");
                const auto refusal = refusal_of(reader, values);
                if (!refusal) continue;
                ++refused;
                EXPECT_NE(refusal->find(variable.name), std::string::npos) << *refusal;
                if (is_there && content.size() > 12) {
                    EXPECT_EQ(refusal->find(content), std::string::npos);
                }
                if (HasFailure()) return;
            }
        }
    }
    tell_tried("files with secrets", tried, refused);
}

}  // namespace
}  // namespace unrip::test
