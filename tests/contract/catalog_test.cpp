#include "messages/catalog.hpp"

#include "contract/contract_files.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace unrip::messages {
namespace {

std::vector<std::string> sorted_names() {
    std::vector<std::string> names;
    for (const auto& contract : contracts())
        names.push_back(contract.name);
    std::sort(names.begin(), names.end());
    return names;
}

TEST(Catalog, NamesEverySubjectOnce) {
    const auto names = sorted_names();
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST(Catalog, ASchemaIsItsSubjectAndAVersion) {
    for (const auto& contract : contracts())
        EXPECT_EQ(contract.schema, contract.name + "/1");
}

TEST(Catalog, EveryTypeHasASchemaAndEverySchemaOfAMessageHasAType) {
    auto files = proto_files("", ".schema.json");
    // Not messages: what all of them share, and the operator's own files.
    std::erase_if(files, [](const std::string& name) {
        return name == "envelope" || name == "policy" || name == "sandbox-scenario";
    });
    EXPECT_EQ(files, sorted_names());
}

TEST(Catalog, EveryTypeHasAGoldenExampleUnderItsOwnName) {
    const auto examples = proto_files("examples", ".json");
    for (const auto& name : sorted_names())
        EXPECT_THAT(examples, testing::Contains(name));
}

TEST(Catalog, ARecordedSubjectFallsIntoExactlyOneStream) {
    const auto streams = [](std::string_view subject) {
        const bool demand = subject == "norm.swap_demand";
        const bool market = subject.starts_with("ref.") || subject.starts_with("state.") ||
                            subject == "norm.quote_status";
        const bool trades = subject.starts_with("decision.") || subject.starts_with("cmd.") ||
                            subject.starts_with("exec.") || subject.starts_with("ops.");
        return (demand ? 1 : 0) + (market ? 1 : 0) + (trades ? 1 : 0);
    };
    Events::for_each([&]<class Body>(std::type_identity<Body> /*type*/) {
        EXPECT_EQ(streams(Body::kSubject), 1) << Body::kSubject;
    });
    // A request holds signatures: a stream that kept it would hand them to its readers.
    Requests::for_each([&]<class Body>(std::type_identity<Body> /*type*/) {
        EXPECT_EQ(streams(Body::kSubject), 0) << Body::kSubject;
    });
}

TEST(Catalog, AnAnswerGoesToTheIngestThatWasAsked) {
    EXPECT_EQ(quote_response_subject("ingest-1"), "relay.quote_response.ingest-1");
}

}  // namespace
}  // namespace unrip::messages
