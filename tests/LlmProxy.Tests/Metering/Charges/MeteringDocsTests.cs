using LlmProxy.Failover.Failures;
using LlmProxy.Metering.Charges;
using LlmProxy.Tests.Configuration;

namespace LlmProxy.Tests.Metering.Charges;

/// <summary>The table of <c>docs/metering.md</c> says what the code does.</summary>
public sealed class MeteringDocsTests
{
    [Fact]
    public void Failures_Table_IsTheCodes()
    {
        var rows = File.ReadLines(Path.Combine(SampleFiles.Root, "docs", "metering.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(row => row.Length == 2 && row[1] is "nothing" or "what came" or "everything")
            .SelectMany(row => row[0].Split(", ").Select(kind => $"{kind.Trim('`')} {row[1]}"));
        var expected = Enum.GetValues<FailureKind>().Select(kind => $"{FailureNames.Of(kind)} {Words(FailureBilling.Of(kind))}");

        Assert.Equal(expected.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static string Words(BillingRule rule) => rule switch
    {
        BillingRule.Reported => "nothing",
        BillingRule.WhatCame => "what came",
        _ => "everything",
    };
}
